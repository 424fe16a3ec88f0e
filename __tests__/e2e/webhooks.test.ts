import { createHash, createHmac, randomUUID } from 'node:crypto';
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { sign as signForGitHub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import { makeProgram } from '../../cli/webhooks';
import { runCommand } from '../helpers/command-line';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';

const REGION = 'eu-west-2';
/** Deliveries of the burst, of which one in ten comes again. */
const [BURST, REPEATED] = [450, 50];

let deployment: Deployment;
const secrets: Record<string, string> = {};
const { PILLARBOX_CONFIG: before } = process.env;
beforeAll(async () => {
  process.env.PILLARBOX_CONFIG = '__tests__/e2e/regions.json';
  deployment = await Deployment.start();
  for (const source of ['acme', 'github', 'drop']) {
    const { out } = await runCommand(makeProgram, ['add', source, '--endpoint', deployment.cloud.endpoint]);
    secrets[source] = out[0] ?? '';
  }
});
afterAll(async () => {
  if (before === undefined) delete process.env.PILLARBOX_CONFIG;
  else process.env.PILLARBOX_CONFIG = before;
  await deployment.stop();
});

async function deliver(
  source: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
  region = REGION,
) {
  const url = deployment.url(region, `webhooks/${source}`);
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body),
  });
  const answer = (await response.json()) as { id?: string; message?: string };
  if (answer.id) {
    const sha256 = createHash('sha256').update(body).digest('hex');
    deployment.accepted.push({ id: answer.id, size: Buffer.byteLength(body), sha256 });
  }
  return { code: response.status, ...answer };
}

function standardHeaders(id: string, body: string, timestamp = new Date()): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
    'webhook-signature': new Webhook(secrets.acme ?? '').sign(id, timestamp, body),
  };
}

async function accepted(delivery: ReturnType<typeof deliver>): Promise<string> {
  const { code, id = '', message } = await delivery;
  if (code !== 202) throw new Error(`expected 202, received ${code} ${message}`);
  return id;
}

it.each(['eu-west-2', 'us-east-1', 'ap-southeast-2'])(
  'a webhook of GitHub in %s is captured as what it is, and processed',
  async (region) => {
    const body = Buffer.from('{"zen":"ü"}');
    const headers = {
      'Content-Type': 'application/json',
      'X-GitHub-Delivery': randomUUID(),
      'X-Hub-Signature-256': await signForGitHub(secrets.github ?? '', body.toString()),
    };

    const id = await accepted(deliver('github', body, headers, region));
    const record = await deployment.terminal(id);
    const { Metadata, ContentType } = await deployment.s3(region).send(
      new HeadObjectCommand({
        Bucket: `e2e-captures-000000000000-${region}`,
        Key: `captures/webhooks/github/${id.split('.')[2]}`,
      }),
    );

    expect(record).toMatchObject({
      status: 'COMPLETED',
      channel: 'webhooks',
      principal: 'github',
      region,
      size: body.length,
    });
    expect(JSON.parse(record.result ?? '')).toMatchObject({
      contentType: 'application/json',
      idempotencyKey: headers['X-GitHub-Delivery'],
    });
    expect(ContentType).toBe('application/json');
    expect(Metadata).toEqual({
      channel: 'webhooks',
      principal: 'github',
      'source-ip': '127.0.0.1',
      'received-at': String(record.receivedAt),
      'idempotency-key': headers['X-GitHub-Delivery'],
    });
  },
);

it('of a burst of 500 with 10% repeated, 450 are completed and 50 end as duplicates', async () => {
  const body = (n: number) => JSON.stringify({ data: n });
  const numbers = Array.from({ length: BURST }, (_, n) => n);
  const rest = [...numbers, ...numbers.filter((n) => n % (BURST / REPEATED) === 0)];
  let unanswered = 0;
  /** As a provider does: what is answered 503 is sent again, and may have been stored. */
  const insist = async (n: number): Promise<void> => {
    const { code, message } = await deliver('acme', body(n), standardHeaders(`msg_${n}`, body(n)));
    if (code === 202) return;
    unanswered += 1;
    if (code !== 503 || unanswered > REPEATED) throw new Error(`received ${code} ${message}`);
    await insist(n);
  };
  // As many at a time as a provider has connections.
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (let n = rest.shift(); n !== undefined; n = rest.shift()) await insist(n);
    }),
  );

  const ids = await storedIds('acme');
  const statuses: Record<string, number> = {};
  for (const id of ids) {
    const { status } = await eventually(`end of ${id}`, () => finished(id), 120);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const storedAllTheSame = ids.length - BURST - REPEATED;
  expect(storedAllTheSame).toBeGreaterThanOrEqual(0);
  expect(storedAllTheSame).toBeLessThanOrEqual(unanswered);
  expect(statuses).toEqual({ COMPLETED: BURST, DUPLICATE: REPEATED + storedAllTheSame });
}, 240_000);

/** Ids of what is stored of a source. */
async function storedIds(source: string): Promise<string[]> {
  const Prefix = `captures/webhooks/${source}/`;
  const { Contents = [] } = await deployment
    .s3(REGION)
    .send(new ListObjectsV2Command({ Bucket: `e2e-captures-000000000000-${REGION}`, Prefix }));
  return Contents.map(({ Key = '' }) => `${REGION}.webhooks.${Key.slice(Prefix.length)}`);
}

async function finished(id: string) {
  const record = await deployment.record(id);
  return record?.final ? record : undefined;
}

describe('what is refused', () => {
  const stale = () => new Date(Date.now() - 301_000);

  it.each<[string, () => ReturnType<typeof deliver>, number, string]>([
    ['an unknown source', () => deliver('nobody', '{}'), 404, 'no such source'],
    ['no signature', () => deliver('acme', '{"data":1}'), 401, 'no signature'],
    [
      'another body',
      () => deliver('acme', '{"data":2}', standardHeaders('a', '{"data":1}')),
      401,
      'signature not accepted',
    ],
    [
      'a stale timestamp',
      () => deliver('acme', '{"data":1}', standardHeaders('a', '{"data":1}', stale())),
      401,
      'signature too old, or of the future',
    ],
    ['a missing field', () => deliver('acme', '{}', standardHeaders('a', '{}')), 400, '"data": missing'],
    // A function is given at most 6 MB, in which the body is Base64.
    [
      'more than Lambda takes',
      () => deliver('open', Buffer.alloc(5_000_000)),
      413,
      'too large: at most 10 MB, a webhook at most 4.4 MB',
    ],
  ])('fails for %s', async (_, delivery, code, message) => {
    expect(await delivery()).toEqual({ code, message });
  });
});

it('4.4 MB of bytes are taken as they are', async () => {
  const bytes = Buffer.alloc(4_400_000, 0xff);

  const id = await accepted(deliver('open', bytes, { 'Content-Type': 'application/octet-stream' }));

  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', size: bytes.length });
});

it('a delivery without a signature scheme is told apart by its field', async () => {
  const [first, second] = [
    await accepted(deliver('open', '{"id":7}')),
    await accepted(deliver('open', '{"id":7}')),
  ];

  const ends = await Promise.all([deployment.terminal(first), deployment.terminal(second)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['COMPLETED', 'DUPLICATE']);
});

it('a challenge is answered, where the source takes one', async () => {
  const ask = (source: string) => fetch(deployment.url(REGION, `webhooks/${source}?challenge=abc%20d`));

  const answer = await ask('drop');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).toBe('abc d');
  expect((await ask('acme')).status).toBe(404);
});

describe('trouble of ours', () => {
  afterEach(() => deployment.clearFaults());
  const signature = (body: string) => ({
    'X-Drop-Signature': createHmac('sha256', secrets.drop ?? '')
      .update(body)
      .digest('hex'),
  });

  it('is 503 when S3 does not take the webhook, and over when it does again', async () => {
    const fault = await deployment.fault({
      action: 's3:PutObject',
      region: REGION,
      effect: { fail: 'ServiceUnavailable', status: 503 },
    });

    expect(await deliver('drop', 'x', signature('x'))).toMatchObject({ code: 503 });
    await deployment.removeFault(fault);
    expect(await deliver('drop', 'x', signature('x'))).toMatchObject({ code: 202 });
  });
});

it('leaves a sound end state', async () => {
  await expectSound(deployment);
});
