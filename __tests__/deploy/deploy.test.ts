import { ADDED, CENTRAL, configuration, Deployment, INGEST } from './helpers/deployment';
import { createMends } from './helpers/mends';
import { Phases } from './helpers/phases';
import { type Applied, appliedTypes, mendLines, typesTable } from './helpers/report';
import { describeApi } from './specs/api';
import { deployWithoutRole, describeBrokenStacks, type Refusal } from './specs/broken-stacks';
import { describeBucket } from './specs/bucket';
import { describeCaptures } from './specs/captures';
import { describeAddedRegion, describeChangedValue, describeSecondPlan } from './specs/changes';
import { CENTRE, ingestOf, outputsOf } from './specs/expected';
import { describeFunctions } from './specs/functions';
import { describeQueues } from './specs/queues';
import { describeRecords } from './specs/records';
import { describeDestroy, describeRetain } from './specs/removal';
import { describeWorkflows } from './specs/workflows';

/**
 * A real `cdktf deploy` with HashiCorp's AWS provider, against an AWS-compatible endpoint that somebody else wrote.
 * One deployment lives through all phases, in this order.
 */
const phases = new Phases();
let deployment: Deployment;
let types: Applied[] = [];
let roleless: Promise<Refusal>;
const current = () => deployment;

beforeAll(async () => {
  deployment = await Deployment.start();
  await deployment.project.configure(configuration());
  roleless = deployWithoutRole(deployment);
  // Awaited by the last phase; until then nobody listens.
  roleless.catch(() => undefined);
});

phases.describe('deploy', () => {
  it('applies every resource of every stack', async () => {
    await deployment.project.deploy('*');

    types = await appliedTypes(deployment);
    expect(types.filter(({ synthesized, applied }) => synthesized !== applied)).toEqual([]);
  });
});

phases.describe('what is deployed', () => {
  describe.each(INGEST)('%s', (region) => {
    describeQueues(current, region);
    describeBucket(current, region);
    describeApi(current, region);
    describeFunctions(current, ingestOf(region));

    it('tells where to post, and which queues and bucket it has', async () => {
      expect(await deployment.project.outputs(`ingest-${region}`)).toEqual(outputsOf(region));
    });
  });

  describe(CENTRAL, () => {
    describeRecords(current);
    describeWorkflows(current);
    describeFunctions(current, CENTRE);
  });
});

phases.describe('second plan', () => describeSecondPlan(current));
phases.describe('captures', () => describeCaptures(current));
phases.describe('a value changed', () => describeChangedValue(current));

phases.describe('a region added', () => {
  describeAddedRegion(current);
  describe(ADDED, () => {
    describeQueues(current, ADDED);
    describeBucket(current, ADDED);
    describeApi(current, ADDED);
  });
});

phases.describe('removal: retain', () => describeRetain(current));
phases.describe('removal: destroy', () => describeDestroy(current, [...INGEST, ADDED]));
phases.describe('broken stacks', () => describeBrokenStacks(current, () => roleless));

afterAll(async () => {
  const { used, faults } = deployment.forwarder;
  await deployment.stop();
  const sections = [
    ['Resource types', typesTable(types)],
    ['Mended between the provider and the emulator', mendLines(createMends(), used)],
    ['Phases', phases.lines()],
  ] as const;
  // Jest's console puts a stack trace below every line.
  for (const [title, lines] of sections) process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
  expect(faults).toEqual([]);
});
