import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ADDED, CENTRAL, configuration, type Deployment, INGEST } from '../helpers/deployment';
import { type Plan, summaryOf } from '../helpers/plan';
import type { Configuration } from '../helpers/project';
import { addressesNaming, argumentsOf, readStack } from '../helpers/stack-json';

/** Log retention is 14 days instead of 7, and one region has 7 attempts instead of 5. */
const OTHER_VALUES: Partial<Configuration> = {
  defaults: { logRetentionDays: 14 },
  ingest: INGEST.map((region) =>
    region === 'us-east-1' ? { region, maxProcessingAttempts: 7 } : { region },
  ),
};

/** {@link OTHER_VALUES}, and a region more. */
const ANOTHER_REGION: Partial<Configuration> = {
  ...OTHER_VALUES,
  ingest: [...OTHER_VALUES.ingest!, { region: ADDED }],
};

/** Nothing is on a list of allowed differences: whatever the emulator forgets is mended by the forwarder. */
export function describeSecondPlan(deployment: () => Deployment): void {
  it('has nothing to change in any stack', async () => {
    const plans = await deployment().project.plans();

    expect(summaries(plans)).toEqual({ central: [], 'ingest-eu-west-2': [], 'ingest-us-east-1': [] });
  });
}

/** A value changes in the configuration. */
export function describeChangedValue(deployment: () => Deployment): void {
  let plans: Record<string, Plan>;
  const logGroups = (stack: string) =>
    argumentsOf(readStack(deployment().project, stack), 'aws_cloudwatch_log_group').length;

  beforeAll(async () => {
    await deployment().project.configure(configuration(OTHER_VALUES));
    plans = await deployment().project.plans();
    await deployment().project.deploy('*');
  });

  it('changes the retention of the log groups of eu-west-2, and nothing else', () => {
    expect(kinds(plans['ingest-eu-west-2']!)).toEqual({
      'update aws_cloudwatch_log_group retention_in_days': logGroups('ingest-eu-west-2'),
    });
  });

  it('changes of us-east-1 also the age at which its queue raises an alarm: more attempts take longer', () => {
    expect(kinds(plans['ingest-us-east-1']!)).toEqual({
      'update aws_cloudwatch_log_group retention_in_days': logGroups('ingest-us-east-1'),
      'update aws_cloudwatch_metric_alarm alarm_description threshold': 2,
    });
  });

  it('changes the retention of the log groups of the centre, and what its functions know of regions', () => {
    const stack = readStack(deployment().project, 'central');
    const knowing = argumentsOf(stack, 'aws_lambda_function').filter((of) =>
      JSON.stringify(of.environment).includes('INGEST_REGIONS'),
    );

    expect(knowing).not.toEqual([]);
    expect(kinds(plans.central!)).toEqual({
      'update aws_cloudwatch_log_group retention_in_days': logGroups('central'),
      'update aws_lambda_function environment': knowing.length,
    });
  });

  it('is what is deployed then', async () => {
    expect(await regionsOfThePlan(deployment())).toEqual([
      { region: 'eu-west-2', maxAttempts: 5 },
      { region: 'us-east-1', maxAttempts: 7 },
    ]);
  });
}

/** An ingest region is added to the configuration. */
export function describeAddedRegion(deployment: () => Deployment): void {
  let plans: Record<string, Plan>;

  beforeAll(async () => {
    await deployment().project.configure(configuration(ANOTHER_REGION));
    plans = await deployment().project.plans();
    await deployment().project.deploy(`ingest-${ADDED}`, 'central');
  });

  it.each(INGEST)('changes nothing in %s', (region) => {
    expect(summaryOf(plans[`ingest-${region}`]!)).toEqual([]);
  });

  it('changes of the centre exactly what names the regions, and replaces nothing', () => {
    const { changes } = plans.central!;

    expect(changes.map(({ address }) => address).sort()).toEqual(
      addressesNaming(readStack(deployment().project, 'central'), ADDED),
    );
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['update']));
    expect(Object.keys(kinds(plans.central!))).toEqual(
      expect.arrayContaining([
        'update aws_cloudwatch_dashboard dashboard_body',
        'update aws_iam_role_policy policy',
        'update aws_lambda_function environment',
        'update aws_secretsmanager_secret replica',
      ]),
    );
  });

  it('creates the whole stack of the region', () => {
    const { changes, unchanged } = plans[`ingest-${ADDED}`]!;

    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['create']));
    expect(unchanged).toEqual([]);
  });

  it('is drained from then on', async () => {
    expect(await regionsOfThePlan(deployment())).toContainEqual({ region: ADDED, maxAttempts: 5 });
  });
}

function summaries(plans: Record<string, Plan>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(plans).map(([stack, plan]) => [stack, summaryOf(plan)]));
}

/** How many changes there are of each kind: action, type and arguments. */
function kinds({ changes }: Plan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action, type, changed } of changes) {
    const kind = `${action} ${type} ${changed.join(' ')}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

async function regionsOfThePlan(deployment: Deployment): Promise<unknown> {
  const { Environment } = await deployment
    .in(CENTRAL)
    .lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'pillarbox-plan-lanes' }));
  return JSON.parse(Environment?.Variables?.INGEST_REGIONS ?? 'null');
}
