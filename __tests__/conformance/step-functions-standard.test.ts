import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { conformance } from './conformance';
import { TestRecords } from './records';
import { until } from './until';
import { ECHO, FAIL, waitFor } from './workflows';

conformance('Step Functions, STANDARD', (behaviour, given) => {
  const states = given.client((config) => new SFNClient(config));
  const dynamodb = given.client((config) => new DynamoDBClient(config));
  const make = async (definition: object) =>
    (await given.target.createStateMachine({ type: 'STANDARD', definition: { ...definition } })).arn;
  const start = (stateMachineArn: string, more: { name?: string; input?: string } = {}) =>
    states.send(new StartExecutionCommand({ stateMachineArn, ...more }));
  const describeIt = (executionArn = '') => states.send(new DescribeExecutionCommand({ executionArn }));
  const ended = (executionArn = '') =>
    until(async () => {
      const execution = await describeIt(executionArn);
      return execution.status === 'RUNNING' ? undefined : execution;
    });

  behaviour('an execution that succeeds has its output', async () => {
    const { executionArn } = await start(await make(ECHO), { name: 'eu-west-2.jobs.a=.1', input: '{"a":1}' });
    const { status, output, name } = await ended(executionArn);
    expect({ status, name, output: JSON.parse(output ?? '') }).toEqual({
      status: 'SUCCEEDED',
      name: 'eu-west-2.jobs.a=.1',
      output: { got: { a: 1 } },
    });
  });

  behaviour('an execution that fails has its error and cause', async () => {
    const { executionArn } = await start(await make(FAIL));
    const { status, error, cause, output } = await ended(executionArn);
    expect({ status, error, cause, output }).toEqual({
      status: 'FAILED',
      error: 'InfrastructureError',
      cause: 'why',
      output: undefined,
    });
  });

  behaviour('an execution ends TIMED_OUT when its time is over', async () => {
    const { executionArn } = await start(await make({ ...waitFor(20), TimeoutSeconds: 1 }));
    expect((await ended(executionArn)).status).toBe('TIMED_OUT');
  });

  behaviour('a start with the name and input of a running execution answers that one', async () => {
    const machine = await make(waitFor(30));
    const first = await start(machine, { name: 'twice', input: '{"a":1}' });
    const second = await start(machine, { name: 'twice', input: '{"a":1}' });
    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
  });

  behaviour('fails with ExecutionAlreadyExists for a running name with another input', async () => {
    const machine = await make(waitFor(30));
    await start(machine, { name: 'taken', input: '{"a":1}' });
    await expect(start(machine, { name: 'taken', input: '{"a":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  behaviour('fails with ExecutionAlreadyExists for the name of an execution that has ended', async () => {
    const machine = await make(ECHO);
    const { executionArn } = await start(machine, { name: 'over', input: '{}' });
    await ended(executionArn);
    await expect(start(machine, { name: 'over', input: '{}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  behaviour('a stopped execution is ABORTED, with the error and cause of who stopped it', async () => {
    const { executionArn } = await start(await make(waitFor(30)));
    await states.send(new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'enough' }));
    const { status, error, cause } = await ended(executionArn);
    expect({ status, error, cause }).toEqual({ status: 'ABORTED', error: 'Operator', cause: 'enough' });
  });

  const invalidName = {
    name: expect.stringMatching(/^(InvalidName|ValidationException)$/),
    $metadata: { httpStatusCode: 400 },
  };

  behaviour('fails to start under a name with a character that names cannot have', async () => {
    const machine = await make(waitFor(30));
    for (const character of ' /:#?*{"<[%\\^|~`$&,;') {
      await expect(start(machine, { name: `a${character}b` })).rejects.toMatchObject(invalidName);
    }
  });

  behaviour('fails to start under a name of more than 80 characters', async () => {
    const machine = await make(waitFor(30));
    await expect(start(machine, { name: 'x'.repeat(81) })).rejects.toMatchObject(invalidName);
    await start(machine, { name: 'x'.repeat(80) });
  });

  behaviour('fails with InvalidExecutionInput for an input that is no JSON', async () => {
    const machine = await make(ECHO);
    await expect(start(machine, { input: '{a' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  behaviour('fails for an input above 256 KiB', async () => {
    const machine = await make(ECHO);
    const ofLength = (bytes: number) => ({ input: JSON.stringify('x'.repeat(bytes - 2)) });
    await expect(start(machine, ofLength(262_145))).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidExecutionInput|ValidationException)$/),
    });
    await start(machine, ofLength(262_144));
  });

  behaviour('fails with StateMachineDoesNotExist for a state machine that is not there', async () => {
    const missing = `${await make(ECHO)}-not`;
    await expect(start(missing)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  behaviour('fails with ExecutionDoesNotExist for an execution that is not there', async () => {
    const missing = (await make(ECHO)).replace(':stateMachine:', ':execution:');
    await expect(describeIt(`${missing}:none`)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  behaviour(
    'a refused DynamoDB condition is caught by its name, and a write that holds goes on',
    async () => {
      const records = new TestRecords(dynamodb, await given.target.createRecordsTable());
      await records.put({ id: 'a', status: 'PROCESSING', claim: 'other' });
      const { executionArn } = await start(await make(completion(records.name)), { input: '{"id":"a"}' });
      expect(JSON.parse((await ended(executionArn)).output ?? '')).toEqual({ outcome: 'LOST' });
      await records.put({ id: 'a', status: 'PROCESSING', claim: 'me' });
      const again = await start(await make(completion(records.name)), { input: '{"id":"a"}' });
      expect(JSON.parse((await ended(again.executionArn)).output ?? '')).toEqual({ id: 'a' });
      expect(await records.get('a')).toEqual({ id: 'a', status: 'COMPLETED', claim: 'me' });
    },
  );
});

/** An update that only `me` may make, as the processing workflow writes its results. */
function completion(TableName: string) {
  return {
    StartAt: 'Complete',
    States: {
      Complete: {
        Type: 'Task',
        Resource: 'arn:aws:states:::dynamodb:updateItem',
        Parameters: {
          TableName,
          Key: { id: { 'S.$': '$.id' } },
          UpdateExpression: 'SET #status = :completed',
          ConditionExpression: '#status = :processing AND #claim = :me',
          ExpressionAttributeNames: { '#status': 'status', '#claim': 'claim' },
          ExpressionAttributeValues: {
            ':completed': { S: 'COMPLETED' },
            ':processing': { S: 'PROCESSING' },
            ':me': { S: 'me' },
          },
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'Lost' }],
        End: true,
      },
      Lost: { Type: 'Pass', Result: { outcome: 'LOST' }, End: true },
    },
  };
}
