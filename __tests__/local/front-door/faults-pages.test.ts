import { FaultyCloud } from '../../helpers/faulty-cloud';

let cloud: FaultyCloud;
beforeEach(async () => {
  cloud = await FaultyCloud.start();
});
afterEach(() => cloud.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const page = (path: string, init: RequestInit = {}) =>
  fetch(`${cloud.cloud.endpoint}/_local/faults${path}`, init);
const post = (body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  page('', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
const rule = { action: 'sqs:SendMessage', effect: { hold: true } };

it('POST puts a fault in force and answers 201 with it', async () => {
  const response = await post(rule);

  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ ...rule, id: 'fault-1', hits: 0, waiting: 0 });
});

it('POST takes a list, and ids of one’s own', async () => {
  const response = await post([
    { ...rule, id: 'fault-1' },
    { outage: 'hang', stack: 'central' },
  ]);

  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject([{ id: 'fault-1' }, { id: 'fault-2', stack: 'central' }]);
});

it('GET lists what is in force, DELETE ends one or all', async () => {
  await post([{ ...rule, id: 'a' }, { ...rule, id: 'b.1' }, rule]);

  expect((await page('/b.1', { method: 'DELETE' })).status).toBe(204);
  expect(((await (await page('')).json()) as { id: string }[]).map(({ id }) => id)).toEqual(['a', 'fault-1']);
  expect((await page('', { method: 'DELETE' })).status).toBe(204);
  expect(await (await page('')).json()).toEqual([]);
});

it('fails with 400 and everything that is wrong, and puts nothing in force', async () => {
  const response = await post([rule, { ...rule, skip: -1, region: 7 }]);

  expect(response.status).toBe(400);
  const errors = ['[1].region: received 7, allowed is text', '[1].skip: received -1, allowed is at least 0'];
  expect(await response.json()).toEqual({ message: errors.join('\n'), errors });
  expect(cloud.faults.list()).toEqual([]);
});

it('fails with 400 for what is no JSON', async () => {
  const response = await post('{');

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: ['the body is not JSON'] });
});

it.each([
  ['text/plain', '"text/plain"'],
  ['application/x-www-form-urlencoded', '"application/x-www-form-urlencoded"'],
])('fails with 415 for %s, which a page of another site could send unasked', async (type, shown) => {
  const response = await post(rule, { 'content-type': type });

  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({
    message: `content-type: received ${shown}, allowed is application/json`,
  });
  expect(cloud.faults.list()).toEqual([]);
});

it('fails with 404 for a fault that there is not', async () => {
  const response = await page('/nobody', { method: 'DELETE' });

  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ message: 'There is no fault "nobody".' });
});
