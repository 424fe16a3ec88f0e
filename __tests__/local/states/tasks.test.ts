import { AwsError } from '../../../local/core/aws-error';
import { invokeState, makeWorkflows } from '../../helpers/workflows';

const caught = (state: object) => ({
  StartAt: 'A',
  States: {
    A: {
      ...state,
      End: undefined,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'B' }],
      Next: 'C',
    },
    B: { Type: 'Pass', OutputPath: '$.error', End: true },
    C: { Type: 'Succeed' },
  },
});
const without = (definition: object) => JSON.parse(JSON.stringify(definition));

describe('a lambda:invoke task', () => {
  it('gets payload, version and status code', async () => {
    const { run } = makeWorkflows({ f: (payload) => ({ result: { got: payload } }) });
    const state = { ...invokeState('f'), OutputPath: undefined };
    const { result } = await run(without({ StartAt: 'A', States: { A: state } }), { a: 1 });
    expect(result).toEqual({ ExecutedVersion: '$LATEST', Payload: { got: { a: 1 } }, StatusCode: 200 });
  });

  it('fails with the type of a function error, and the whole error as its cause', async () => {
    const functionError = { errorType: 'ProcessorError', errorMessage: 'Error: "quoted"', trace: ['x'] };
    const { run } = makeWorkflows({ f: () => ({ functionError }) });
    const { result } = await run(without(caught(invokeState('f'))));
    expect(result.Error).toBe('ProcessorError');
    expect(JSON.parse(result.Cause)).toEqual(functionError);
  });

  it('fails with Lambda.<Code> for an error of the service, and is retried by that name', async () => {
    let calls = 0;
    const { run } = makeWorkflows({
      f: () => {
        calls += 1;
        return calls < 2 ? { serviceError: 'TooManyRequestsException', status: 429 } : { result: 'done' };
      },
    });
    const Retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const { result } = await run({ StartAt: 'A', States: { A: invokeState('f', { Retry, End: true }) } });
    expect([result, calls]).toEqual(['done', 2]);
  });

  it('fails with Lambda.SdkClientException when the connection breaks', async () => {
    const { run, cloud } = makeWorkflows();
    cloud.serve('lambda', { handle: () => Promise.reject(new Error('socket hang up')) });
    expect((await run(without(caught(invokeState('f'))))).result.Error).toBe('Lambda.SdkClientException');
  });

  it('fails with States.Timeout after its own time', async () => {
    const { run } = makeWorkflows({ f: () => new Promise(() => {}) });
    const { result } = await run(without(caught({ ...invokeState('f'), TimeoutSeconds: 1 })));
    expect(result.Error).toBe('States.Timeout');
  });

  it('fails for a function of another region', async () => {
    const { run } = makeWorkflows();
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    expect((await run(without(caught(invokeState(arn))))).result.Error).toBe(
      'Lambda.ResourceNotFoundException',
    );
  });

  it('fails the execution, past every Catch, for a result above 256 KiB', async () => {
    const { run } = makeWorkflows({ f: () => ({ result: 'x'.repeat(262_145) }) });
    expect(await run(without(caught(invokeState('f'))))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});

describe('a dynamodb task', () => {
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Parameters: { TableName: 't', Key: { id: { 'S.$': '$.id' } } },
    End: true,
  };

  it('calls the operation with its parameters', async () => {
    const { run, cloud } = makeWorkflows();
    const call = jest.spyOn(cloud, 'call');
    cloud.serve('dynamodb', { handle: async () => ({ status: 200, headers: {}, body: '{}' }) });
    expect((await run({ StartAt: 'A', States: { A: state } }, { id: 'x' })).result).toEqual({});
    const sent = call.mock.calls.find(([, service]) => service === 'dynamodb');
    expect(sent?.slice(2, 4)).toEqual(['UpdateItem', { TableName: 't', Key: { id: { S: 'x' } } }]);
  });

  it('fails with DynamoDB.<Code>', async () => {
    const { run, cloud } = makeWorkflows();
    const error = new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    jest
      .spyOn(cloud, 'call')
      .mockImplementation((region, service, operation, input, caller) =>
        service === 'dynamodb'
          ? Promise.reject(error)
          : Object.getPrototypeOf(Object.getPrototypeOf(cloud)).call.call(
              cloud,
              region,
              service,
              operation,
              input,
              caller,
            ),
      );
    expect((await run(without(caught(state)), { id: 'x' })).result.Error).toBe(
      'DynamoDB.ConditionalCheckFailedException',
    );
  });
});

describe('an events:putEvents task', () => {
  const Entries = [{ Source: 's', DetailType: 'd', 'Detail.$': '$' }];
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::events:putEvents',
    Parameters: { Entries },
    End: true,
  };

  it('sends the detail as text, with execution and state machine as resources', async () => {
    const { run, cloud } = makeWorkflows();
    const call = jest.spyOn(cloud, 'call');
    const body = JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
    cloud.serve('events', { handle: async () => ({ status: 200, headers: {}, body }) });
    const { executionArn, stateMachineArn } = await run({ StartAt: 'A', States: { A: state } }, { a: 1 });
    const sent = call.mock.calls.find(([, service]) => service === 'events');
    expect(sent?.[3]).toEqual({
      Entries: [
        { Source: 's', DetailType: 'd', Detail: '{"a":1}', Resources: [executionArn, stateMachineArn] },
      ],
    });
  });

  it('fails with EventBridge.FailedEntry when an entry is refused', async () => {
    const { run, cloud } = makeWorkflows();
    const body = JSON.stringify({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] });
    cloud.serve('events', { handle: async () => ({ status: 200, headers: {}, body }) });
    expect((await run(without(caught(state)))).result.Error).toBe('EventBridge.FailedEntry');
  });
});
