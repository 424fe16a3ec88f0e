import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ACCOUNT, CENTRAL, type Deployment } from '../helpers/deployment';
import { argumentsOf, readStack } from '../helpers/stack-json';

/** The workflows of the centre and what starts them. */
export function describeWorkflows(deployment: () => Deployment): void {
  const stateMachineArn = (name: string) => `arn:aws:states:${CENTRAL}:${ACCOUNT}:stateMachine:${name}`;
  const functionArn = (name: string) => `arn:aws:lambda:${CENTRAL}:${ACCOUNT}:function:pillarbox-${name}`;
  const workflow = (name: string) =>
    deployment()
      .in(CENTRAL)
      .states.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineArn(name) }));

  const synthesized = (type: string) => argumentsOf(readStack(deployment().project, 'central'), type);

  it('has the workflows of the stack, each of its type and with every reference resolved, and no other', async () => {
    const { states } = deployment().in(CENTRAL);
    const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
    const found = await Promise.all(stateMachines.map(({ name }) => workflow(name!)));

    const expected = synthesized('aws_sfn_state_machine').map(({ name, type }) => `${name} ${type}`);
    expect(found.map(({ name, type }) => `${name} ${type}`).sort()).toEqual(expected.sort());
    expect(found.map(({ definition }) => definition).join()).not.toContain('${');
  });

  it.each([
    ['pillarbox-drain', 'drain', 'ALL', true, ['plan-lanes', 'drain-lane', 'sweep']],
    ['pillarbox-process-express', 'process-express', 'ERROR', false, ['claim', 'process', 'fail', 'notify']],
  ])(
    'has the EXPRESS workflow %s, logged and traced, calling its functions',
    async (name, role, level, data, calls) => {
      const machine = await workflow(name);

      expect(machine).toMatchObject({
        type: 'EXPRESS',
        status: 'ACTIVE',
        roleArn: `arn:aws:iam::${ACCOUNT}:role/pillarbox-${CENTRAL}-${role}`,
        loggingConfiguration: {
          level,
          destinations: [
            {
              cloudWatchLogsLogGroup: {
                logGroupArn: `arn:aws:logs:${CENTRAL}:${ACCOUNT}:log-group:/aws/vendedlogs/states/${name}:*`,
              },
            },
          ],
        },
        tracingConfiguration: { enabled: true },
      });
      // moto leaves a `false` out.
      expect(machine.loggingConfiguration?.includeExecutionData ?? false).toBe(data);
      for (const called of calls) expect(machine.definition).toContain(`"${functionArn(called)}"`);
    },
  );

  it('has the schedules of the stack and no other', async () => {
    const { scheduler } = deployment().in(CENTRAL);
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));

    const found = Schedules.map(({ Name, State }) => `${Name} ${State}`);
    expect(found.sort()).toEqual(
      synthesized('aws_scheduler_schedule')
        .map(({ name, state = 'ENABLED' }) => `${name} ${state}`)
        .sort(),
    );
  });

  it('starts the drain every minute, and does not make up for a missed one', async () => {
    const schedule = await deployment()
      .in(CENTRAL)
      .scheduler.send(new GetScheduleCommand({ Name: 'pillarbox-drain' }));

    expect(schedule).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: stateMachineArn('pillarbox-drain'),
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/pillarbox-${CENTRAL}-schedule`,
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  });
}
