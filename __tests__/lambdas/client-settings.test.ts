import { createHash } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { ENV, type LaneSettings } from '../../contracts/environment';
import type { LaneReport } from '../../contracts/processing';
import { hashToken } from '../../contracts/tokens';
import { ACCOUNT, aCapture, REGION, s3Event } from '../helpers/captures';
import { FakeEndpoint } from '../helpers/fake-endpoint';
import { LANE } from '../helpers/lanes';
import { ScriptedEndpoint } from '../helpers/scripted-endpoint';

/** More than the SDK's own 50 sockets. */
const MANY = 60;

const endpoints: { stop(): Promise<void> }[] = [];
const before = { ...process.env };
beforeEach(() => {
  jest.resetModules();
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    [ENV.name]: 'test',
  });
});
afterEach(async () => {
  process.env = { ...before };
  jest.restoreAllMocks();
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.stop()));
});

async function serve(...script: ConstructorParameters<typeof ScriptedEndpoint>) {
  const endpoint = new ScriptedEndpoint(...script);
  endpoints.push(endpoint);
  return { endpoint, url: await endpoint.start() };
}

const queueUrl = (url: string) => ({ status: 200, body: { QueueUrl: `${url}/queue` } });

/** A message as SQS sends it; the SDK checks its sum. */
function aMessage() {
  const Body = s3Event(aCapture());
  const MD5OfBody = createHash('md5').update(Body).digest('hex');
  return {
    MessageId: 'x',
    ReceiptHandle: 'x',
    Body,
    MD5OfBody,
    Attributes: { ApproximateReceiveCount: '1' },
  };
}

/** A region with so many messages in its queue. */
function aQueue(messages: number) {
  let left = messages;
  const receive = () => {
    const Messages = Array.from({ length: Math.min(left, 10) }, () => aMessage());
    left -= Messages.length;
    return { status: 200, body: { Messages } };
  };
  return serve({
    GetQueueUrl: queueUrl,
    ReceiveMessage: receive,
  });
}

const succeeded = {
  status: 200,
  body: {
    executionArn: 'arn',
    startDate: 1,
    stopDate: 2,
    status: 'SUCCEEDED',
    output: '{"outcome":"TERMINAL","status":"COMPLETED"}',
  },
};

/** One lane of the real handler, of about a second. */
async function runLane(
  urls: { sqs: string; sfn: string },
  settings: Partial<LaneSettings> = {},
): Promise<LaneReport> {
  Object.assign(process.env, {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_ENDPOINT_URL: urls.sqs,
    AWS_ENDPOINT_URL_SFN: urls.sfn,
    [ENV.processingArn]: 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-express',
    [ENV.standardArn]: 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-standard',
    [ENV.recordsTable]: 'test-records',
    [ENV.leaseSeconds]: JSON.stringify({ EXPRESS: 70, STANDARD: 660 }),
    [ENV.recordRetentionSeconds]: '90',
    [ENV.laneSettings]: JSON.stringify({
      ...LANE,
      receiveSeconds: 1,
      pollSeconds: 0,
      polls: 1,
      executionTimeoutSeconds: 5,
      ...settings,
    }),
  });
  const { handler } = await import('../../lambdas/drain-lane/handler');
  const context: Pick<Context, 'invokedFunctionArn' | 'getRemainingTimeInMillis'> = {
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:test-drain-lane`,
    getRemainingTimeInMillis: () => 30_000,
  };
  return handler({ region: REGION, queue: 'captures', maxAttempts: 5 }, context as Context);
}

it('drain-lane: an execution is started with one request, whatever the service answers', async () => {
  const sqs = await aQueue(1);
  const sfn = await serve({
    StartSyncExecution: () => ({ status: 500, body: { __type: 'ServiceException' } }),
  });

  const report = await runLane({ sqs: sqs.url, sfn: sfn.url });

  expect(sfn.endpoint.asked).toEqual(['StartSyncExecution']);
  expect(report).toMatchObject({ received: 1, released: 1, stoppedBy: expect.stringContaining('StartSync') });
});

it('drain-lane: as many executions run at once as may be in flight', async () => {
  const sqs = await aQueue(MANY);
  let open = 0;
  let allOpen = () => {};
  const together = new Promise<void>((resolve) => {
    allOpen = resolve;
  });
  const sfn = await serve({
    StartSyncExecution: async () => {
      open += 1;
      // None is answered before all are there.
      if (open === MANY) allOpen();
      await together;
      return succeeded;
    },
  });

  const report = await runLane({ sqs: sqs.url, sfn: sfn.url }, { maxInFlight: MANY });

  expect(open).toBe(MANY);
  expect(report).toMatchObject({ received: MANY });
  expect(report).not.toHaveProperty('stoppedBy');
});

it('drain-lane: no connection for executions outlives its lane', async () => {
  const sqs = await aQueue(1);
  const sfn = await serve({ StartSyncExecution: () => succeeded });

  await runLane({ sqs: sqs.url, sfn: sfn.url });
  await new Promise((resolve) => setImmediate(resolve));

  expect(sfn.endpoint.asked).toHaveLength(1);
  expect(await sfn.endpoint.connections()).toBe(0);
});

it('drain-lane: a poll that gets no answer is asked once more', async () => {
  let polls = 0;
  const sqs = await serve({
    GetQueueUrl: queueUrl,
    ReceiveMessage: () => {
      polls += 1;
      return polls === 1 ? { status: 500, body: {} } : { status: 200, body: {} };
    },
  });

  expect(await runLane({ sqs: sqs.url, sfn: sqs.url })).not.toHaveProperty('stoppedBy');
  expect(polls).toBeGreaterThan(1);
});

it('plan-lanes: a region is asked for its backlog once, and given up soon', async () => {
  const sqs = await serve({ GetQueueUrl: () => 'never' });
  process.env.AWS_ENDPOINT_URL = sqs.url;
  const { queueBacklogs, regionalSqs } = await import('../../lambdas/plan-lanes/queue-backlog');

  await expect(queueBacklogs('test', regionalSqs(50))(REGION, 'captures')).rejects.toThrow('50 ms');
  expect(sqs.endpoint.asked).toEqual(['GetQueueUrl']);
});

it('authorizer: neither token nor hash nor any header is logged', async () => {
  const aws = new FakeEndpoint();
  await aws.start();
  endpoints.push(aws);
  const [good, bad] = ['a-good-token', 'a-bad-token'];
  aws.secret.set({ [hashToken(good)]: 'acme' });
  Object.assign(process.env, {
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
    AWS_ENDPOINT_URL: aws.url,
    [ENV.tokenSecret]: 'test-tokens',
    [ENV.tokenHeader]: 'AuthDetails',
    [ENV.secretCacheSeconds]: '60',
  });
  let output = '';
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      output += String(chunk);
      return true;
    });
  }
  const { handler } = await import('../../lambdas/authorizer/handler');
  const ask = (headers: Record<string, string>) => {
    const event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'> = {
      headers: { ...headers, 'x-other': 'another-header' },
      methodArn: 'arn:aws:execute-api:eu-west-2:000000000000:api/beta/POST/publish',
    };
    return handler(event as APIGatewayRequestAuthorizerEvent);
  };

  await ask({ AuthDetails: good });
  await ask({ AuthDetails: bad });
  await expect(ask({})).rejects.toThrow(/^Unauthorized$/);
  jest.restoreAllMocks();

  expect(output.match(/"authorized"/g)).toHaveLength(2);
  for (const secret of [good, bad, hashToken(good), hashToken(bad), 'another-header', 'AuthDetails']) {
    expect(output).not.toContain(secret);
  }
});
