import { GetRolePolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ACCOUNT, CENTRAL, type Deployment } from '../helpers/deployment';

/** What every region has of its own kind: functions, alarms, log groups, roles. */
export interface Expected {
  region: string;
  /** Memory in MB and time-out in seconds of each function, by its short name. */
  functions: Record<string, { memory: number; timeout: number; variables: string[] }>;
  alarms: Record<string, { metric: string; threshold: number }>;
  logGroups: string[];
  /** Purposes of the roles, with the service that assumes each. */
  roles: Record<string, string>;
}

/** The functions of a stack with their roles, logs and alarms, as the services tell of them. */
export function describeFunctions(deployment: () => Deployment, expected: Expected): void {
  const { region } = expected;
  const clients = () => deployment().in(region);

  it('has these functions and no other', async () => {
    const { Functions = [] } = await clients().lambda.send(new ListFunctionsCommand({}));

    expect(Functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      Object.keys(expected.functions)
        .map((id) => `pillarbox-${id}`)
        .sort(),
    );
  });

  it.each(Object.entries(expected.functions))('has the function %s, as it runs', async (id, given) => {
    const FunctionName = `pillarbox-${id}`;
    const found = await clients().lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

    expect(found).toMatchObject({
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/pillarbox-${region}-${id}`,
      MemorySize: given.memory,
      Timeout: given.timeout,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${FunctionName}` },
    });
    expect(Object.keys(found.Environment?.Variables ?? {}).sort()).toEqual([...given.variables].sort());
  });

  it('has an alarm for each trouble', async () => {
    const { MetricAlarms = [] } = await clients().alarms.send(new DescribeAlarmsCommand({}));

    const found = MetricAlarms.map(({ AlarmName, MetricName, Threshold }) => [
      AlarmName,
      { metric: MetricName, threshold: Threshold },
    ]);
    expect(Object.fromEntries(found)).toEqual(expected.alarms);
  });

  it('keeps every log for a week', async () => {
    const { logGroups = [] } = await clients().logs.send(new DescribeLogGroupsCommand({}));

    expect(
      logGroups.map(({ logGroupName, retentionInDays }) => `${logGroupName} ${retentionInDays}`).sort(),
    ).toEqual(expected.logGroups.map((name) => `${name} 7`).sort());
  });

  it('has a role for each purpose, which only its service assumes and which names what it may do', async () => {
    // IAM is global; the names carry the region.
    const { iam } = deployment().in(CENTRAL);
    const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
    const prefix = `pillarbox-${region}-`;
    const own = Roles.filter(({ RoleName }) => RoleName?.startsWith(prefix));

    const services = own.map(({ RoleName, AssumeRolePolicyDocument }) => {
      const { Statement } = JSON.parse(decodeURIComponent(AssumeRolePolicyDocument!));
      return [RoleName!.slice(prefix.length), Statement[0].Principal.Service];
    });
    expect(Object.fromEntries(services)).toEqual(expected.roles);
    for (const { RoleName } of own) {
      const { PolicyDocument } = await iam.send(
        new GetRolePolicyCommand({ RoleName, PolicyName: 'permissions' }),
      );
      const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument!));
      expect(Statement.flatMap(({ Action }: { Action: string[] }) => Action).join()).not.toContain('*');
    }
  });
}
