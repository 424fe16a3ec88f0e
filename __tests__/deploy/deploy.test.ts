import { ADDED, CENTRAL, configuration, Deployment, INGEST } from './helpers/deployment';
import { Phases } from './helpers/phases';
import { appliedTypes, mendLines } from './helpers/report';
import { type Applied, typesTable } from './helpers/types-table';
import { describeApi } from './specs/api';
import { deployWithoutRole, describeBrokenStacks, type Refusal } from './specs/broken-stacks';
import { describeBucket } from './specs/bucket';
import { describeCaptures } from './specs/captures';
import { describeAddedRegion, describeChangedValue, describeSecondPlan } from './specs/changes';
import { describeFunctions } from './specs/functions';
import { describeOutputs } from './specs/outputs';
import { describeQueues } from './specs/queues';
import { describeRecords } from './specs/records';
import { describeDestroy, describeRetain } from './specs/removal';
import { describeRoles } from './specs/roles';
import { describeWebSockets } from './specs/web-sockets';
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
    // As the README says; later phases deploy '*', or one stack.
    await deployment.project.deploy('central', 'ingest-*');

    types = await appliedTypes(deployment);
    expect(types.filter(({ synthesized, applied }) => synthesized !== applied)).toEqual([]);
  });
});

phases.describe('what is deployed', () => {
  describe.each(INGEST)('%s', (region) => {
    describeQueues(current, region);
    describeBucket(current, region);
    describeApi(current, region);
    describeWebSockets(current, region);
    describeFunctions(current, region, `ingest-${region}`);
    describeRoles(current, region, `ingest-${region}`);
    describeOutputs(current, region);
  });

  describe(CENTRAL, () => {
    describeRecords(current);
    describeWorkflows(current);
    describeFunctions(current, CENTRAL, 'central');
    describeRoles(current, CENTRAL, 'central');
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

describe('between the provider and the emulator', () => {
  it('every mend was needed', () => {
    expect(deployment.forwarder.use.needless()).toEqual([]);
  });

  it('nothing went wrong', () => {
    expect(deployment.forwarder.faults).toEqual([]);
  });
});

afterAll(async () => {
  await deployment.stop();
  const sections = [
    ['Resource types', typesTable(types)],
    ['Mended between the provider and the emulator', mendLines(deployment.forwarder.use)],
    ['Phases', phases.lines()],
  ] as const;
  // Jest's console puts a stack trace below every line.
  for (const [title, lines] of sections) process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
});
