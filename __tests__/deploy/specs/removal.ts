import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ACCOUNT, CENTRAL, configuration, type Deployment, INGEST } from '../helpers/deployment';
import { everythingIn } from '../helpers/inventory';
import { type Plan, summaryOf } from '../helpers/plan';
import type { State } from '../helpers/project';
import { scratchStack } from '../helpers/scratch-stack';

/** Time-out of a refused destroy, seconds. */
const LIMIT_SECONDS = 90;

/** With `removal: "retain"`, a destroy does not take captures and records away. */
export function describeRetain(deployment: () => Deployment): void {
  it('refuses to destroy the records table', async () => {
    const printed = await refusedDestroy(deployment(), 'central', 'aws_dynamodb_table');

    expect(printed).toContain('DeletionProtectionEnabled');
    const { dynamodb } = deployment().in(CENTRAL);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'pillarbox-records' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  it('refuses to destroy a bucket that holds captures', async () => {
    const printed = await refusedDestroy(deployment(), 'ingest-eu-west-2', 'aws_s3_bucket');

    expect(printed).toContain('BucketNotEmpty');
    const Bucket = `pillarbox-captures-${ACCOUNT}-eu-west-2`;
    const { Contents } = await deployment().in('eu-west-2').s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.length).toBeGreaterThan(0);
  });
}

/** With `removal: "destroy"`, a destroy leaves nothing. */
export function describeDestroy(deployment: () => Deployment, regions: string[]): void {
  let plans: Record<string, Plan>;

  beforeAll(async () => {
    const { project } = deployment();
    await project.configure(
      configuration({ removal: 'destroy', ingest: regions.map((region) => ({ region })) }),
    );
    plans = await project.plans();
    await project.deploy('*');
    await project.destroy('*');
  });

  it('takes off what protects the table, the tokens and the buckets, and replaces nothing', () => {
    const all = Object.values(plans).flatMap(summaryOf);

    expect(all).toContainEqual(
      expect.stringMatching(/^update aws_dynamodb_table\S+ \(deletion_protection_enabled\)$/),
    );
    expect(all).toContainEqual(
      expect.stringMatching(/^update aws_secretsmanager_secret\S+ \(recovery_window_in_days\)$/),
    );
    expect(all.filter((change) => /^update aws_s3_bucket\S+ \(force_destroy\)$/.test(change))).toHaveLength(
      regions.length,
    );
    expect(all.filter((change) => !change.startsWith('update '))).toEqual([]);
  });

  it.each([CENTRAL, ...INGEST])('leaves nothing in %s', async (region) => {
    expect(await everythingIn(deployment().in(region))).toEqual([]);
  });

  it('leaves nothing in any state', async () => {
    const { project } = deployment();

    const states = await Promise.all(project.stacks().map((stack) => project.state(stack)));
    expect(states.flat()).toEqual([]);
  });
}

/** Has Terraform try to destroy the one resource of a type, and nothing else. @returns what it printed */
async function refusedDestroy({ project }: Deployment, stack: string, type: string): Promise<string> {
  const { folder, remove } = await scratchStack(
    project,
    stack,
    (json) => {
      json.resource = { [type]: json.resource[type]! };
    },
    only(type, project.readState(stack)),
  );
  try {
    const args = ['apply', '-destroy', '-auto-approve', '-input=false', '-no-color'];
    return await project.failingTerraform(folder, args, LIMIT_SECONDS);
  } finally {
    remove();
  }
}

/** A copy of a state that knows the resources of one type only. */
function only(type: string, state: State): State {
  const resources = state.resources
    .filter((resource) => resource.mode === 'managed' && resource.type === type)
    .map((resource) => ({
      ...resource,
      instances: resource.instances.map(({ dependencies: _, ...instance }) => instance),
    }));
  return { ...state, resources };
}
