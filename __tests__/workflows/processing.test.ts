import aslValidator from 'asl-validator';
import { processingWorkflow } from '../../workflows/processing';

const definition = processingWorkflow({
  partition: 'aws',
  claimFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:claim',
  processFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:process',
  failFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:fail',
  notifyFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:notify',
  tableName: 'records',
  failureBusName: 'failures',
  executionTimeoutSeconds: 60,
  processTaskTimeoutSeconds: 50,
  bookkeepingTimeoutSeconds: 11,
});

type State = Record<string, unknown> & { Parameters: Record<string, unknown> };
const states = definition.States as unknown as Record<string, State>;
const RECORDING = ['Complete', 'Conclude', 'Mark duplicate'];
const TASKS = ['Claim', 'Process', 'Fail', 'Release', 'Archive', 'Notify', ...RECORDING];

it('is valid Amazon States Language', () => {
  expect(aslValidator(structuredClone(definition))).toEqual(
    expect.objectContaining({ isValid: true, errors: [] }),
  );
});

it('uses neither JSONata nor variables, which the local engine would ignore', () => {
  expect(JSON.stringify(definition)).not.toMatch(/QueryLanguage|"Assign"|\{%|\$\$\.State/);
});

it.each([
  ['Claim', 11],
  ['Process', 50],
  ['Fail', 11],
  ['Release', 11],
  ['Archive', 11],
  ['Notify', 11],
  ['Complete', 11],
  ['Conclude', 11],
  ['Mark duplicate', 11],
])('%s gives up after %i s', (name, seconds) => {
  expect(states[name]?.TimeoutSeconds).toBe(seconds);
});

it('has a time-out on the whole, and no task without one', () => {
  expect(definition.TimeoutSeconds).toBe(60);
  expect(
    Object.keys(states)
      .filter((name) => states[name]?.Type === 'Task')
      .sort(),
  ).toEqual([...TASKS].sort());
});

it('gives the functions the capture as it came, the execution as claim, and the attempt', () => {
  const capture = { 'capture.$': '$.capture', 'claim.$': '$$.Execution.Id' };
  const attempt = { ...capture, 'attempt.$': '$.claimed.Payload.attempt' };

  expect(states.Receive).toMatchObject({ Type: 'Pass', Parameters: { 'capture.$': '$' } });
  expect(states.Claim?.Parameters.Payload).toEqual(capture);
  expect(states.Process?.Parameters.Payload).toEqual(attempt);
  expect(states.Fail?.Parameters.Payload).toEqual({ ...attempt, 'error.$': '$.error' });
  expect(states.Release?.Parameters.Payload).toEqual({ ...capture, attempt: 0, 'error.$': '$.error' });
});

it('processes what was claimed, and else ends with what Claim found', () => {
  expect(states['Claimed?']).toEqual({
    Type: 'Choice',
    Choices: [{ Variable: '$.claimed.Payload.outcome', StringEquals: 'CLAIMED', Next: 'Process' }],
    Default: 'Not claimed',
  });
  expect(states['Not claimed']).toEqual({
    Type: 'Pass',
    InputPath: '$.claimed.Payload',
    ResultPath: '$.outcome',
    Next: 'Answer?',
  });
  expect(states.Ended).toEqual({ Type: 'Succeed', OutputPath: '$.outcome' });
});

it('never tries user code twice in one execution: only what was throttled, and so never ran', () => {
  expect(states.Process?.Retry).toEqual([
    {
      ErrorEquals: ['Lambda.TooManyRequestsException'],
      IntervalSeconds: 1,
      MaxAttempts: 3,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    },
  ]);
});

it.each(['Claim', 'Fail', 'Release', 'Notify'])('%s is tried again while Lambda cannot run it', (name) => {
  expect(states[name]?.Retry).toEqual([
    {
      ErrorEquals: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ],
      IntervalSeconds: 1,
      MaxAttempts: 2,
      BackoffRate: 2,
    },
  ]);
});

it('gives back what a failed Claim may have claimed, and keeps its error, whatever becomes of that', () => {
  expect(states.Release).toMatchObject({
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:fail' },
    ResultPath: null,
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Explain' }],
    Next: 'Explain',
  });
});

it.each([
  ['Claim', 'Release'],
  ['Process', 'Fail'],
  ['Fail', 'Archive'],
])('hands every error of %s to %s', (name, next) => {
  expect(states[name]?.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: next }]);
});

it.each([
  ['COMPLETED', 'Complete'],
  ['REJECTED', 'Conclude'],
  ['FAILED', 'Conclude'],
  ['DUPLICATE', 'Mark duplicate'],
])('records %s in %s', (status, next) => {
  expect(states['Concluded?']?.Choices).toContainEqual({
    Variable: '$.processed.Payload.status',
    StringEquals: status,
    Next: next,
  });
});

describe.each(RECORDING)('%s', (name) => {
  it('writes only while its own claim is processing', () => {
    expect(states[name]?.Resource).toBe('arn:aws:states:::dynamodb:updateItem');
    expect(states[name]?.Parameters).toMatchObject({
      TableName: 'records',
      Key: { id: { 'S.$': '$.capture.id' } },
      ConditionExpression: '#status = :processing AND #claim = :me',
      ExpressionAttributeNames: { '#status': 'status', '#claim': 'claim' },
      ExpressionAttributeValues: { ':processing': { S: 'PROCESSING' }, ':me': { 'S.$': '$$.Execution.Id' } },
    });
  });

  it('counts itself, so that a second one would show', () => {
    expect(states[name]?.Parameters).toMatchObject({
      UpdateExpression: expect.stringMatching(/ ADD #conclusions :one$/),
      ExpressionAttributeNames: { '#conclusions': 'conclusions' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
  });

  it('makes the record final', () => {
    expect(states[name]?.Parameters.ExpressionAttributeValues).toMatchObject({
      ':status': { 'S.$': '$.processed.Payload.status' },
      ':final': { BOOL: true },
      ':completedAt': { 'N.$': '$.processed.Payload.completedAt' },
      ':receivedAt': { 'N.$': '$.processed.Payload.receivedAt' },
    });
    expect(states[name]?.Next).toBe('Terminal');
  });

  it('defines exactly the names and values that its expressions use', () => {
    const { ExpressionAttributeNames, ExpressionAttributeValues, ...rest } = states[name]!.Parameters;
    const expressions = `${rest.UpdateExpression} ${rest.ConditionExpression}`;

    const used = (pattern: RegExp) => [...new Set(expressions.match(pattern))].sort();
    expect(Object.keys(ExpressionAttributeNames as object).sort()).toEqual(used(/#\w+/g));
    expect(Object.keys(ExpressionAttributeValues as object).sort()).toEqual(used(/:\w+/g));
  });

  it('is void when another claim owns the record, and else a failure', () => {
    expect(states[name]?.Catch).toEqual([
      { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], ResultPath: null, Next: 'Lost' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fail' },
    ]);
  });

  it('retries nothing but errors that pass', () => {
    expect(states[name]?.Retry).toEqual([
      {
        ErrorEquals: [
          'DynamoDB.InternalServerError',
          'DynamoDB.InternalServerErrorException',
          'DynamoDB.ProvisionedThroughputExceededException',
          'DynamoDB.RequestLimitExceeded',
          'DynamoDB.RequestLimitExceededException',
          'DynamoDB.ThrottlingException',
        ],
        IntervalSeconds: 1,
        MaxAttempts: 2,
        BackoffRate: 2,
      },
    ]);
  });
});

it.each([
  [
    'Complete',
    'SET #status = :status, #final = :final, #completedAt = :completedAt, #receivedAt = :receivedAt, #result = :result REMOVE #unfinished, #dueAt, #maxAttempts ADD #conclusions :one',
  ],
  [
    'Conclude',
    'SET #status = :status, #final = :final, #completedAt = :completedAt, #receivedAt = :receivedAt, #error = :error, #attention = :attention REMOVE #unfinished, #dueAt, #maxAttempts ADD #conclusions :one',
  ],
  [
    'Mark duplicate',
    'SET #status = :status, #final = :final, #completedAt = :completedAt, #receivedAt = :receivedAt, #duplicateOf = :duplicateOf REMOVE #unfinished, #dueAt, #maxAttempts ADD #conclusions :one',
  ],
])('%s sets what belongs to its status', (name, expression) => {
  expect(states[name]?.Parameters.UpdateExpression).toBe(expression);
});

it('shows rejected and failed captures to people, with the reason', () => {
  expect(states.Conclude?.Parameters.ExpressionAttributeValues).toMatchObject({
    ':attention': { 'S.$': '$.processed.Payload.status' },
    ':error': {
      M: {
        name: { 'S.$': '$.processed.Payload.error.name' },
        message: { 'S.$': '$.processed.Payload.error.message' },
      },
    },
  });
});

it('an execution that has lost its claim ends with nothing else', () => {
  expect(states.Lost).toEqual({ Type: 'Pass', Parameters: { outcome: 'LOST' }, End: true });
});

it('fails for trouble of ours, and succeeds with what Fail recorded otherwise', () => {
  expect(states['Whose fault?']).toEqual({
    Type: 'Choice',
    Choices: [{ Variable: '$.failed.Payload.outcome', StringEquals: 'INFRASTRUCTURE', Next: 'Explain' }],
    Default: 'Attempt failed',
  });
  expect(states['Attempt failed']).toEqual({
    Type: 'Pass',
    InputPath: '$.failed.Payload',
    ResultPath: '$.outcome',
    Next: 'Answer?',
  });
  expect(states['Infrastructure error']).toEqual({
    Type: 'Fail',
    Error: 'InfrastructureError',
    CausePath: '$.cause',
  });
});

it('archives the capture when not even the failure can be recorded', () => {
  expect(states.Archive?.Parameters).toEqual({
    Entries: [
      {
        EventBusName: 'failures',
        Source: 'pillarbox.processing',
        DetailType: 'Failure Not Recorded',
        'Detail.$': '$.capture',
      },
    ],
  });
  expect(states.Archive?.Retry).toEqual([
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
  ]);
  expect(states.Archive?.Next).toBe('Failure not recorded');
  expect(states['Failure not recorded']?.Error).toBe('FailureNotRecorded');
});
