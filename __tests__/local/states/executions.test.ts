import { DescribeExecutionCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { invokeState, makeWorkflows, ROLE } from '../../helpers/workflows';

const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const HANG = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3600, End: true } } };

describe('StartSyncExecution', () => {
  it('runs an EXPRESS workflow to its end', async () => {
    const { run, cloud } = makeWorkflows({ double: ({ n }: { n: number }) => ({ result: { n: 2 * n } }) });
    const answer = await run({ StartAt: 'A', States: { A: invokeState('double') } }, { n: 21 });
    expect(answer).toMatchObject({ status: 'SUCCEEDED', result: { n: 42 }, startDate: cloud.time / 1000 });
    expect(answer.executionArn).toMatch(
      /^arn:aws:states:eu-west-2:000000000000:express:machine-0:[0-9a-f-]{36}:[0-9a-f-]{36}$/,
    );
  });

  it('answers 200 for an execution that fails, with error and cause', async () => {
    const { run } = makeWorkflows();
    const Fail = { Type: 'Fail', Error: 'Mine', Cause: 'because' };
    expect(await run({ StartAt: 'A', States: { A: Fail } })).toMatchObject({
      status: 'FAILED',
      error: 'Mine',
      cause: 'because',
    });
  });

  it('tells every execution apart by its id, also of the same name', async () => {
    const { make, cloud } = makeWorkflows();
    const state = {
      Type: 'Pass',
      Parameters: { 'id.$': '$$.Execution.Id', 'name.$': '$$.Execution.Name' },
      End: true,
    };
    const { arn } = make({ StartAt: 'A', States: { A: state } });
    const start = async () => {
      const input = { stateMachineArn: arn, name: 'same' };
      const answer = await cloud.ask<{ executionArn: string; output: string }>(
        'states',
        'StartSyncExecution',
        input,
      );
      expect(JSON.parse(answer.output)).toEqual({ id: answer.executionArn, name: 'same' });
      return answer.executionArn;
    };
    expect(await start()).not.toBe(await start());
  });

  it('ends as TIMED_OUT after the time of the workflow', async () => {
    const { run } = makeWorkflows();
    const state = { ...HANG.States.A };
    expect(await run({ StartAt: 'A', TimeoutSeconds: 1, States: { A: state } })).toMatchObject({
      status: 'TIMED_OUT',
    });
  });

  it('fails for a STANDARD workflow', async () => {
    const { make, cloud } = makeWorkflows();
    const { arn } = make(PASS, 'STANDARD');
    await expect(cloud.ask('states', 'StartSyncExecution', { stateMachineArn: arn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
    });
  });

  it('runs hundreds of executions at once', async () => {
    let running = 0;
    let most = 0;
    let release = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { make, cloud } = makeWorkflows({
      wait: async () => {
        running += 1;
        most = Math.max(most, running);
        if (running === 300) release();
        await all;
        running -= 1;
        return { result: {} };
      },
    });
    const { arn } = make({ StartAt: 'A', States: { A: invokeState('wait') } });
    const start = () =>
      cloud.ask<{ status: string }>('states', 'StartSyncExecution', { stateMachineArn: arn });
    const answers = await Promise.all(Array.from({ length: 300 }, start));
    expect(most).toBe(300);
    expect(answers.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });

  it('passes the gate once, and once more to assume the role of the workflow for a task', async () => {
    const { run, cloud } = makeWorkflows({ f: () => ({ result: {} }) });
    const handle = jest.spyOn(cloud, 'handle');
    const gate = jest.spyOn(cloud.gate, 'run');
    await run({ StartAt: 'A', States: { A: invokeState('f') } });
    expect(gate.mock.calls.map(([{ action, resource }]) => [action, resource])).toEqual([
      ['states:StartSyncExecution', 'arn:aws:states:eu-west-2:000000000000:stateMachine:machine-0'],
      ['sts:AssumeRole', ROLE],
    ]);
    const invoked = handle.mock.calls.find(([service]) => service === 'lambda');
    expect(invoked?.[1].caller).toEqual({ principal: ROLE });
  });

  it('works with the Step Functions client of the AWS SDK', async () => {
    const { make, cloud } = makeWorkflows();
    const { arn: stateMachineArn } = make(PASS);
    const { close } = await cloud.listen();
    const client = new SFNClient({ ...cloud.clientConfig(), disableHostPrefix: true });
    try {
      const input = '{"a":1}';
      const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input }));
      expect(answer).toMatchObject({ status: 'SUCCEEDED', output: input, startDate: new Date(cloud.time) });
      const { executionArn } = answer;
      expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
        status: 'SUCCEEDED',
      });
      const unknown = new DescribeExecutionCommand({ executionArn: `${executionArn}0` });
      await expect(client.send(unknown)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    } finally {
      client.destroy();
      await close();
    }
  });
});

describe('StartExecution', () => {
  it('returns at once, and the execution can be described and listed, EXPRESS ones too', async () => {
    const { make, cloud, states } = makeWorkflows();
    const { arn } = make(HANG);
    const { executionArn } = await cloud.ask<{ executionArn: string }>('states', 'StartExecution', {
      stateMachineArn: arn,
      input: '{"a":1}',
    });
    expect(await cloud.ask('states', 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'RUNNING',
      input: '{"a":1}',
    });
    const list = { stateMachineArn: arn, statusFilter: 'RUNNING' };
    expect(await cloud.ask('states', 'ListExecutions', list)).toMatchObject({
      executions: [{ executionArn }],
    });
    await states.stop();
    expect(await cloud.ask('states', 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
    });
  });

  it('answers a running STANDARD execution again for the same name and input, and refuses anything else', async () => {
    const { make, cloud } = makeWorkflows();
    const { arn } = make(HANG, 'STANDARD');
    const start = (input: string) =>
      cloud.ask<{ executionArn: string }>('states', 'StartExecution', {
        stateMachineArn: arn,
        name: 'one',
        input,
      });
    const { executionArn } = await start('{}');
    expect(executionArn).toBe('arn:aws:states:eu-west-2:000000000000:execution:machine-0:one');
    expect((await start('{}')).executionArn).toBe(executionArn);
    const refusal = {
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    };
    await expect(start('{"other":1}')).rejects.toMatchObject(refusal);
    await cloud.ask('states', 'StopExecution', { executionArn, error: 'Stopped', cause: 'by me' });
    expect(await cloud.ask('states', 'DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'by me',
    });
    await expect(start('{}')).rejects.toMatchObject(refusal);
  });

  it('keeps every STANDARD execution, so that no name is used twice', async () => {
    const { make, cloud } = makeWorkflows();
    const { arn } = make(PASS, 'STANDARD');
    const start = (name: string) => cloud.ask('states', 'StartExecution', { stateMachineArn: arn, name });
    await Promise.all(Array.from({ length: 1005 }, (_, index) => start(`n${index}`)));

    await expect(start('n0')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  it('keeps the last thousand EXPRESS executions that have ended', async () => {
    const { make, cloud, states } = makeWorkflows();
    const { arn } = make(PASS);
    for (let index = 0; index < 1005; index++) {
      await cloud.ask('states', 'StartSyncExecution', { stateMachineArn: arn, name: `n${index}` });
    }
    const names =
      states
        .executionsOf(arn)
        ?.list()
        .map(({ name }) => name) ?? [];
    expect([names.length, names.includes('n4'), names.includes('n5')]).toEqual([1000, false, true]);
  });

  it.each([
    ['a name with a space', { name: 'a b' }, 'InvalidName'],
    ['a name of 81 characters', { name: 'a'.repeat(81) }, 'InvalidName'],
    ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['an input above 256 KiB', { input: JSON.stringify('x'.repeat(262_144)) }, 'ValidationException'],
    [
      'a state machine that does not exist',
      { stateMachineArn: 'arn:aws:states:eu-west-2:000000000000:stateMachine:no' },
      'StateMachineDoesNotExist',
    ],
    ['an ARN that is none', { stateMachineArn: 'no' }, 'InvalidArn'],
  ])('fails for %s', async (_, input, code) => {
    const { make, cloud } = makeWorkflows();
    const { arn } = make(PASS);
    const call = { stateMachineArn: arn, ...input };
    await expect(cloud.ask('states', 'StartExecution', call)).rejects.toMatchObject({ code, status: 400 });
  });

  it('takes a capture id as a name', async () => {
    const { make, cloud } = makeWorkflows();
    const call = { stateMachineArn: make(PASS).arn, name: 'eu-west-2.publish.C3YLsleXCF9aJx0=.1' };
    await cloud.ask('states', 'StartExecution', call);
  });
});

describe('an execution that has ended', () => {
  const failing = () => {
    let calls = 0;
    const workflows = makeWorkflows({
      fail: () => {
        calls += 1;
        return { functionError: { errorType: 'Odd', errorMessage: 'no' } };
      },
    });
    return { ...workflows, calls: () => calls };
  };
  const Retry = [{ ErrorEquals: ['Odd'], IntervalSeconds: 100, MaxAttempts: 50 }];
  const retrying = { StartAt: 'A', States: { A: invokeState('fail', { Retry, End: true }) } };
  /** Lets everything run that does not wait for a timer. */
  const settle = async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  it.each(['StopExecution', 'stop'])('calls no service any more after %s', async (how) => {
    const { make, cloud, states, calls } = failing();
    const { arn: stateMachineArn } = make(retrying, 'STANDARD');
    const { executionArn } = await cloud.ask<{ executionArn: string }>('states', 'StartExecution', {
      stateMachineArn,
    });
    await settle();
    if (how === 'stop') await states.stop();
    else await cloud.ask('states', 'StopExecution', { executionArn });
    await settle();
    expect(calls()).toBe(1);
    expect(states.executionsOf(stateMachineArn)?.find(executionArn)?.status).toBe('ABORTED');
  });

  it('calls no service any more after its time', async () => {
    const { run, calls } = failing();
    expect(await run({ ...retrying, TimeoutSeconds: 1 })).toMatchObject({ status: 'TIMED_OUT' });
    await settle();
    expect(calls()).toBe(1);
  });

  it('starts no further items of a Map that failed', async () => {
    const { run, calls } = failing();
    const ItemProcessor = { StartAt: 'B', States: { B: invokeState('fail') } };
    const each = { Type: 'Map', ItemsPath: '$.items', MaxConcurrency: 1, ItemProcessor, End: true };
    const items = Array.from({ length: 10 }, (_, index) => index + 1);
    const answer = await run({ StartAt: 'A', States: { A: each } }, { items });
    expect(answer).toMatchObject({ status: 'FAILED', error: 'Odd' });
    const atItsEnd = calls();
    await settle();
    expect(calls()).toBe(atItsEnd);
  });
});

describe('the time of a STANDARD workflow', () => {
  it('may be longer than one timer can hold', async () => {
    const { make, cloud, states } = makeWorkflows();
    const { arn: stateMachineArn } = make({ ...HANG, TimeoutSeconds: 3_000_000 }, 'STANDARD');
    const { executionArn } = await cloud.ask<{ executionArn: string }>('states', 'StartExecution', {
      stateMachineArn,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states.executionsOf(stateMachineArn)?.find(executionArn)?.status).toBe('RUNNING');
    await states.stop();
  });
});
