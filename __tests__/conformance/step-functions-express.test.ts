import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { conformance } from './conformance';
import type { StateMachineProps } from './target';
import { ECHO, FAIL, waitFor } from './workflows';

conformance('Step Functions, EXPRESS', (behaviour, given) => {
  const states = given.client((config) => new SFNClient(config));
  const make = async (definition: object, type: StateMachineProps['type'] = 'EXPRESS') =>
    (await given.target.createStateMachine({ type, definition: { ...definition } })).arn;
  const startSync = (stateMachineArn: string, more: { name?: string; input?: string } = {}) =>
    states.send(new StartSyncExecutionCommand({ stateMachineArn, ...more }));

  behaviour('a synchronous execution answers its output', async () => {
    const { status, output, executionArn } = await startSync(await make(ECHO), {
      input: '{"a":1}',
    });
    expect({ status, output: JSON.parse(output ?? '') }).toEqual({
      status: 'SUCCEEDED',
      output: { got: { a: 1 } },
    });
    expect(executionArn).toContain(':express:');
  });

  behaviour('a synchronous execution that fails is answered with 200, its error and cause', async () => {
    const { $metadata, status, error, cause } = await startSync(await make(FAIL));
    expect({ code: $metadata.httpStatusCode, status, error, cause }).toEqual({
      code: 200,
      status: 'FAILED',
      error: 'InfrastructureError',
      cause: 'why',
    });
  });

  behaviour('a synchronous execution is answered TIMED_OUT when its time is over', async () => {
    const machine = await make({ ...waitFor(20), TimeoutSeconds: 1 });
    expect((await startSync(machine)).status).toBe('TIMED_OUT');
  });

  behaviour('an EXPRESS workflow runs twice under one name', async () => {
    const machine = await make(ECHO);
    const run = () => startSync(machine, { name: 'same', input: '{}' });
    const [first, second] = [await run(), await run()];
    expect([first.status, second.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(first.executionArn).not.toBe(second.executionArn);
  });

  behaviour(
    'fails with StateMachineTypeNotSupported to start a STANDARD workflow synchronously',
    async () => {
      await expect(startSync(await make(ECHO, 'STANDARD'))).rejects.toMatchObject({
        name: 'StateMachineTypeNotSupported',
      });
    },
  );
});
