import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import { hashToken } from '../../contracts/tokens';
import { aCapture, aMessage, ACCOUNT, aRecord, REGION } from '../helpers/captures';
import { FakeEndpoint } from '../helpers/fake-endpoint';
import { LANE } from '../helpers/lanes';
import { TestTable } from '../helpers/records-table';

/** The handlers as Lambda loads them: everything they know comes from the environment. */
let table: TestTable;
let aws: FakeEndpoint;
const before = { ...process.env };
beforeEach(async () => {
  jest.resetModules();
  table = await TestTable.start();
  aws = new FakeEndpoint();
  await aws.start();
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    [ENV.name]: 'test',
    [ENV.recordsTable]: table.name,
    [ENV.tokenSecret]: 'test-tokens',
    [ENV.tokenHeader]: 'AuthDetails',
    [ENV.secretCacheSeconds]: '60',
    [ENV.ingestRegions]: JSON.stringify([{ region: REGION, maxAttempts: 5 }]),
    [ENV.maxLanesPerRegion]: '8',
    [ENV.dnsSuffix]: 'amazonaws.com',
    [ENV.processingArn]: 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-express',
    [ENV.processFunction]: 'test-process',
    [ENV.laneSettings]: JSON.stringify(LANE),
    [ENV.leaseSeconds]: JSON.stringify({ EXPRESS: 70, STANDARD: 660 }),
    [ENV.standardArn]: 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-standard',
    [ENV.retrySettings]: JSON.stringify({ retryBaseSeconds: 10, retryMaxSeconds: 900 }),
    [ENV.recordRetentionSeconds]: '90',
    [ENV.reconcileMinAgeSeconds]: '86400',
  });
});
afterEach(async () => {
  process.env = { ...before };
  await aws.stop();
  await table.stop();
});

it('authorizer: a token of the secret is allowed', async () => {
  aws.secret.set({ [hashToken('secret')]: 'acme' });
  const { handler } = await import('../../lambdas/authorizer/handler');
  const event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'> = {
    headers: { authdetails: 'secret' },
    methodArn: 'arn:aws:execute-api:eu-west-2:000000000000:api/beta/POST/publish',
  };

  expect(await handler(event as APIGatewayRequestAuthorizerEvent)).toMatchObject({ principalId: 'acme' });
});

it('claim, then fail: an attempt is taken and counted in the table', async () => {
  const capture = aCapture();
  const { handler: claim } = await import('../../lambdas/claim/handler');
  const { handler: fail } = await import('../../lambdas/fail/handler');

  expect(await claim({ capture, claim: 'execution-1' })).toEqual({ outcome: 'CLAIMED', attempt: 1 });
  expect(
    await fail({ capture, claim: 'execution-1', attempt: 1, error: { Error: 'ProcessorError', Cause: 'x' } }),
  ).toMatchObject({ outcome: 'RETRY', attempts: 1 });
  expect(await table.record(capture.id)).toMatchObject({ status: 'FAILED', attempts: 1 });
});

const forever: Pick<Context, 'getRemainingTimeInMillis'> = { getRemainingTimeInMillis: () => 60_000 };

it('notify: a message without a record has nobody to answer', async () => {
  const { handler } = await import('../../lambdas/notify/handler');

  expect(await handler({ capture: aMessage() }, forever)).toEqual({ outcome: 'NOTHING' });
});

it('process: a probe is answered and touches nothing', async () => {
  const { handler } = await import('../../lambdas/process/handler');

  expect(await handler({ probe: true }, forever)).toEqual({ status: 'OK' });
  expect(aws.s3Requests).toEqual([]);
});

it('process: the bucket is addressed by path under an endpoint of its own', async () => {
  const capture = aCapture();
  const { handler } = await import('../../lambdas/process/handler');

  // The fake has no objects to give; what it was asked is what counts.
  await handler({ capture, claim: 'execution-1', attempt: 1 }, forever).catch(() => {});

  expect(aws.s3Requests[0]).toBe(`GET /${capture.bucket}/${capture.key}`);
});

it('plan-lanes: a centre that does not answer gets no lanes', async () => {
  await aws.stop();
  const { handler } = await import('../../lambdas/plan-lanes/handler');

  expect(await handler()).toMatchObject({ lanes: [], withheld: expect.any(String) });
});

it('drain-lane: a region that does not answer is a lane that did nothing', async () => {
  const { handler } = await import('../../lambdas/drain-lane/handler');
  const context: Pick<Context, 'invokedFunctionArn' | 'getRemainingTimeInMillis'> = {
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:test-drain-lane`,
    getRemainingTimeInMillis: () => 125_000,
  };

  expect(
    await handler({ region: REGION, queue: 'captures', maxAttempts: 5 }, context as Context),
  ).toMatchObject({
    region: REGION,
    received: 0,
    stoppedBy: expect.any(String),
  });
});

describe('reconcile', () => {
  const context: Pick<Context, 'invokedFunctionArn' | 'getRemainingTimeInMillis'> = {
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:test-reconcile`,
    getRemainingTimeInMillis: () => 60_000,
  };
  const reconcile = async (request: object) => {
    const { handler } = await import('../../lambdas/reconcile/handler');
    return handler(request, context as Context);
  };

  it('finds an object without a record, in the bucket addressed by path', async () => {
    const [lost, done] = [aCapture(), aCapture()];
    aws.objects = [lost, done].map(({ bucket, key }) => `${bucket}/${key}`);
    await table.put(aRecord(done, { status: 'COMPLETED', final: true }));

    expect(await reconcile({ region: REGION, dryRun: true })).toEqual({
      region: REGION,
      examined: 2,
      putBack: 1,
      exhausted: 0,
    });
    expect(aws.s3Requests).toEqual([`GET /${lost.bucket}/`]);
  });

  it('counts attempts against what its own region allows', async () => {
    const capture = aCapture();
    aws.objects = [`${capture.bucket}/${capture.key}`];
    await table.put(aRecord(capture, { status: 'FAILED', attempts: 5, completedAt: 0 }));

    expect(await reconcile({ region: REGION, dryRun: true })).toMatchObject({ putBack: 0, exhausted: 1 });
  });

  it('fails for a region that is none of the deployment, and asks nobody', async () => {
    await expect(reconcile({ region: 'eu-west-9' })).rejects.toThrow(
      `region: received "eu-west-9", allowed is ${REGION}`,
    );
    expect(aws.s3Requests).toEqual([]);
  });
});

it.each([
  ['claim', ENV.recordsTable],
  ['fail', ENV.recordsTable],
  ['process', ENV.recordRetentionSeconds],
  ['authorizer', ENV.tokenHeader],
  ['plan-lanes', ENV.processFunction],
  ['drain-lane', ENV.laneSettings],
  ['reconcile', ENV.reconcileMinAgeSeconds],
])('%s does not even load without %s', async (id, variable) => {
  delete process.env[variable];

  await expect(import(`../../lambdas/${id}/handler`)).rejects.toThrow(`${variable} is not set`);
});
