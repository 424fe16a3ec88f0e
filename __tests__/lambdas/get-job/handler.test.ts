import { ENV } from '../../../contracts/environment';
import { aCapture, aRecord } from '../../helpers/captures';
import { TestTable } from '../../helpers/records-table';

const before = { ...process.env };
let table: TestTable;
beforeEach(async () => {
  jest.resetModules();
  table = await TestTable.start();
  Object.assign(process.env, {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: table.endpoint,
    [ENV.name]: 'test',
    [ENV.recordsTable]: table.name,
    [ENV.recordsRegion]: 'eu-west-1',
  });
});
afterEach(async () => {
  process.env = { ...before };
  await table.stop();
});

type Handler = typeof import('../../../lambdas/get-job/handler').handler;

async function ask(jobId: string, authorizer?: { principalId: string }, identity: object = { caller: null }) {
  const { handler } = await import('../../../lambdas/get-job/handler');
  const event = {
    pathParameters: { jobId },
    requestContext: { accountId: '000000000000', authorizer, identity },
  };
  const { statusCode, headers, body } = await handler(event as unknown as Parameters<Handler>[0]);
  return { statusCode, headers, body: JSON.parse(body) as unknown };
}

it.each([
  ['as it is', (id: string) => id],
  ['percent-encoded, as API Gateway hands it on', encodeURIComponent],
])('finds a capture by its id, %s', async (_, written) => {
  const capture = aCapture();
  await table.put(aRecord(capture, { status: 'COMPLETED', receivedAt: 1_000_000, result: '1' }));

  const answer = await ask(written(capture.id), { principalId: 'acme' });

  expect(answer).toMatchObject({
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: { id: capture.id, status: 'COMPLETED', result: 1 },
  });
});

it('answers 404 to somebody else, and to nobody in particular', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { status: 'COMPLETED' }));
  const none = { statusCode: 404, body: { message: 'no such job' } };

  expect(await ask(capture.id, { principalId: 'other' })).toMatchObject(none);
  expect(await ask(capture.id)).toMatchObject(none);
  expect(await ask('%', { principalId: 'acme' })).toMatchObject(none);
});

it('shows captures of an API without authentication to anybody', async () => {
  const capture = aCapture({ principal: 'anonymous' });
  await table.put(aRecord(capture, { status: 'COMPLETED', receivedAt: 1_000_000 }));

  expect(await ask(capture.id)).toMatchObject({ statusCode: 200 });
});

it('shows the captures of a role to every session of it', async () => {
  const capture = aCapture({ principal: 'AROA1' });
  await table.put(aRecord(capture, { status: 'COMPLETED', receivedAt: 1_000_000 }));

  expect(await ask(capture.id, undefined, { caller: 'AROA1:shop-2' })).toMatchObject({ statusCode: 200 });
  expect(await ask(capture.id, undefined, { caller: 'AROA2:shop-2' })).toMatchObject({ statusCode: 404 });
});

it('answers 503 when the table cannot be asked', async () => {
  process.env[ENV.recordsTable] = 'nowhere';

  expect(await ask(aCapture().id, { principalId: 'acme' })).toMatchObject({
    statusCode: 503,
    body: { message: 'temporarily unavailable: ask again' },
  });
});
