import { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DeleteSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, CENTRAL, configuration, type Deployment } from '../helpers/deployment';
import { inventory, KINDS } from '../helpers/inventory';
import { type Plan, summaryOf } from '../helpers/plan';
import type { State } from '../helpers/project';
import { findResource, scratchStack } from '../helpers/scratch-stack';

/** Time-out of one Terraform command, seconds. */
const LIMIT_SECONDS = 90;
const UNASKED = ['-auto-approve', '-input=false', '-no-color'];
const DAY_MILLIS = 86_400_000;

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

  it('destroys a secret so that it can be restored for 30 days', async () => {
    const SecretId = await destroyedSecret(deployment());
    const { secrets } = deployment().in(CENTRAL);

    const { DeletedDate } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    expect((Number(DeletedDate) - Date.now()) / DAY_MILLIS).toBeCloseTo(30, 1);
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  });
}

/** With `removal: "destroy"`, a destroy leaves nothing. */
export function describeDestroy(deployment: () => Deployment, regions: string[]): void {
  const everywhere = [CENTRAL, ...regions];
  let plans: Record<string, Plan>;
  let before: Record<string, string[]>[];

  beforeAll(async () => {
    const { project } = deployment();
    await project.configure(
      configuration({ removal: 'destroy', ingest: regions.map((region) => ({ region })) }),
    );
    plans = await project.plans();
    await project.deploy('*');
    before = await Promise.all(everywhere.map((region) => inventory(deployment().in(region))));
    await project.destroy('*');
  });

  it('takes off what protects the table, the tokens, the buckets and the account setting, and replaces nothing', () => {
    const all = Object.values(plans).flatMap(summaryOf);
    const changing = (what: RegExp) => all.filter((change) => what.test(change));

    expect(all).toContainEqual(
      expect.stringMatching(/^update aws_dynamodb_table\S+ \(deletion_protection_enabled\)$/),
    );
    expect(all).toContainEqual(
      expect.stringMatching(/^update aws_secretsmanager_secret\S+ \(recovery_window_in_days\)$/),
    );
    expect(changing(/^update aws_s3_bucket\S+ \(force_destroy\)$/)).toHaveLength(regions.length);
    expect(changing(/^update aws_api_gateway_account\S+ \(.*reset_on_delete.*\)$/)).toHaveLength(
      regions.length,
    );
    expect(all.filter((change) => !change.startsWith('update '))).toEqual([]);
  });

  it.each(KINDS)('takes away %s that there were', (kind) => {
    expect(before.flatMap((found) => found[kind])).not.toEqual([]);
  });

  it.each(everywhere)('leaves nothing in %s', async (region) => {
    const nothing = Object.fromEntries(KINDS.map((kind) => [kind, []]));

    expect(await inventory(deployment().in(region))).toEqual(nothing);
  });

  it.each(regions)('leaves API Gateway of %s without the role that wrote its logs', async (region) => {
    const { apigateway } = deployment().in(region);

    const { cloudwatchRoleArn } = await apigateway.send(new GetAccountCommand({}));
    // API Gateway leaves it out; moto answers the empty text that the mend made of it.
    expect(cloudwatchRoleArn || undefined).toBeUndefined();
  });

  it('leaves nothing in any state', async () => {
    const { project } = deployment();

    const states = await Promise.all(project.stacks().map((stack) => project.state(stack)));
    expect(states.flat()).toEqual([]);
  });
}

/** Makes and destroys a secret as the centre's, beside it. @returns its name */
async function destroyedSecret({ project }: Deployment): Promise<string> {
  const name = 'pillarbox-beside';
  const type = 'aws_secretsmanager_secret';
  const { folder, remove } = await scratchStack(project, 'central', (json) => {
    const { address, args } = findResource(json, type, 'pillarbox-tokens');
    json.resource = { [type]: { [address.split('.')[1]!]: { ...args, name, replica: [] } } };
  });
  try {
    await project.terraform(folder, ['apply', ...UNASKED], LIMIT_SECONDS);
    await project.terraform(folder, ['apply', '-destroy', ...UNASKED], LIMIT_SECONDS);
  } finally {
    remove();
  }
  return name;
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
    return await project.failingTerraform(folder, ['apply', '-destroy', ...UNASKED], LIMIT_SECONDS);
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
