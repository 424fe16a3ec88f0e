import type { Cloud } from '../../../local/core/cloud';
import { IamGate } from '../../../local/iam/gate';
import { IamService } from '../../../local/iam/service';
import { codeOf, makeBucket } from '../../helpers/buckets';
import { TestLambda } from '../../helpers/local-lambda';
import { makeQueues } from '../../helpers/queues';
import { CALLER } from '../../helpers/test-cloud';
import { invokeState, makeWorkflows, ROLE } from '../../helpers/workflows';

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });

let iam: IamService;
beforeEach(() => {
  iam = new IamService('aws', '000000000000');
  iam.createRole('tester');
});

/** Has every call from now on evaluated. */
const guard = (cloud: Pick<Cloud, 'gate'>) => Object.assign(cloud, { gate: new IamGate(iam) });
const allow = (Action: string | string[], Resource: string) =>
  iam.putRolePolicy('tester', [Action, Resource].join(), document({ Action, Resource }));

describe('StartMessageMoveTask', () => {
  const ON_SOURCE = [
    'sqs:StartMessageMoveTask',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
  ];

  async function setUp() {
    const { cloud, make } = makeQueues();
    const errors = make({ name: 'errors' });
    const redrive = { deadLetterTargetArn: errors.queue.arn, maxReceiveCount: 1 };
    const origin = make({ name: 'origin', redrive });
    const other = make({ name: 'other' });
    await errors.send('m');
    guard(cloud);
    const start = (DestinationArn?: string) =>
      errors.ask('StartMessageMoveTask', { SourceArn: errors.queue.arn, DestinationArn });
    return { errors: errors.queue, origin: origin.queue, other: other.queue, start };
  }

  it.each(ON_SOURCE)('fails without %s on the source', async (missing) => {
    const { errors, other, start } = await setUp();
    allow(
      ON_SOURCE.filter((action) => action !== missing),
      errors.arn,
    );
    allow('sqs:SendMessage', other.arn);

    await expect(start(other.arn)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining(`perform: ${missing.toLowerCase()} on resource: ${errors.arn}`),
    });
    expect(errors.counts().visible).toBe(1);
  });

  it.each(['other', 'origin'] as const)('fails without SendMessage on the queue %s', async (name) => {
    const { errors, start, ...queues } = await setUp();
    allow(ON_SOURCE, errors.arn);

    // Without a destination, messages go back to where they came from.
    await expect(start(name === 'other' ? queues.other.arn : undefined)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining(`perform: sqs:sendmessage on resource: ${queues[name].arn}`),
    });
    expect(errors.counts().visible).toBe(1);
  });

  it('moves with all of them, and asks for nothing on other queues', async () => {
    const { errors, other, start } = await setUp();
    allow(ON_SOURCE, errors.arn);
    allow('sqs:SendMessage', other.arn);

    await start(other.arn);

    expect([errors.counts().visible, other.counts().visible]).toEqual([0, 1]);
  });
});

describe('GetObject', () => {
  it('tells only those who may list the bucket that a key is missing', async () => {
    const { ask, cloud } = makeBucket();
    guard(cloud);
    allow('s3:GetObject', 'arn:aws:s3:::bucket/*');

    const denied = await ask('GET', 'missing');
    allow('s3:ListBucket', 'arn:aws:s3:::bucket');
    const told = await ask('GET', 'missing');

    expect([denied.status, codeOf(denied.text)]).toEqual([403, 'AccessDenied']);
    expect(denied.text).toContain('s3:ListBucket');
    expect([told.status, codeOf(told.text)]).toEqual([404, 'NoSuchKey']);
  });
});

describe('the Lambda API', () => {
  let lambda: TestLambda;
  beforeEach(() => {
    lambda = new TestLambda();
    lambda.create('exports.handler = async () => 1;');
    guard(lambda.service.cloud);
  });
  afterEach(() => lambda.service.stop());

  const FUNCTIONS = 'arn:aws:lambda:eu-west-1:000000000000:function:';
  const ask = async (method: string, path: string) => {
    const { status, headers } = await lambda.service.handle({
      region: 'eu-west-1',
      caller: CALLER,
      method,
      path: `/2015-03-31/functions/${path}`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      signal: new AbortController().signal,
    });
    return [status, headers['x-amzn-errortype']];
  };

  it.each([
    ['POST', 'invocations', 'lambda:InvokeFunction'],
    ['GET', 'configuration', 'lambda:GetFunctionConfiguration'],
  ])('answers %s %s to those who may, and only to them what is there', async (method, resource, action) => {
    const names = [
      'fn',
      encodeURIComponent(`${FUNCTIONS}fn`),
      'gone',
      encodeURIComponent(`${FUNCTIONS}gone`),
    ];
    const all = async () => {
      const answers = [];
      for (const name of names) answers.push(await ask(method, `${name}/${resource}`));
      return answers;
    };

    expect(await all()).toEqual(names.map(() => [403, 'AccessDeniedException']));
    expect(lambda.service.find('eu-west-1', 'fn').invocations).toBe(0);
    allow(action, `${FUNCTIONS}*`);

    const missing = [404, 'ResourceNotFoundException'];
    expect(await all()).toEqual([[200, undefined], [200, undefined], missing, missing]);
  });

  it('is closed to services, too, before they learn what is there', async () => {
    const call = { region: 'eu-west-1', payload: '{}', caller: CALLER };
    const denied = { code: 'AccessDeniedException', status: 403 };

    await expect(lambda.service.invoke({ ...call, functionName: 'fn' })).rejects.toMatchObject(denied);
    await expect(lambda.service.invoke({ ...call, functionName: 'gone' })).rejects.toMatchObject(denied);
    allow('lambda:InvokeFunction', '*');
    await expect(lambda.service.invoke({ ...call, functionName: 'gone' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('an execution', () => {
  it('assumes its role for its state machine, and for no other', async () => {
    const { cloud, run } = makeWorkflows({ fn: () => ({ result: 1 }) });
    guard(cloud);
    allow('states:StartSyncExecution', '*');
    iam.createRole('workflow');
    iam.updateAssumeRolePolicy(
      ROLE,
      document({
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:machine-0' } },
      }),
    );
    const definition = { StartAt: 'A', States: { A: invokeState('fn') } };

    expect(await run(definition)).toMatchObject({ status: 'SUCCEEDED', result: 1 });
    expect(await run(definition)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('not authorized to perform: sts:AssumeRole'),
    });
  });
});
