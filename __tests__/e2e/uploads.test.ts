import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { captureBucketName } from '../../contracts/naming';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';

const REGION = 'eu-west-2';
const Bucket = captureBucketName('e2e', '000000000000', REGION);
const MEGABYTE = 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'pillarbox-uploads-'));
let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(async () => {
  await deployment?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Prepared {
  id: string;
  url: string;
  headers: Record<string, string>;
  expiresAt: string;
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function prepare(
  bytes: Buffer,
  headers: Record<string, string> = {},
  order: object = {},
): Promise<Prepared> {
  const response = await fetch(deployment.url(REGION, 'uploads'), {
    method: 'POST',
    headers: { AuthDetails: 'allow', 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ size: bytes.length, sha256: sha256Of(bytes), ...order }),
  });
  const answer = (await response.json()) as Prepared;
  expect({ status: response.status, answer }).toMatchObject({ status: 201 });
  return answer;
}

/** Puts a file by curl alone. Answers the status. */
async function curl({ url, headers }: Prepared, file: string): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = [
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    '--max-time',
    '100',
    '-T',
    file,
    ...given,
    url,
  ];
  return Number((await promisify(execFile)('curl', args)).stdout);
}

async function put({ url, headers }: Prepared, body: Buffer): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
  return { status: response.status, text: await response.text() };
}

async function stored(id: string): Promise<string | undefined> {
  const { Contents = [] } = await deployment
    .s3(REGION)
    .send(new ListObjectsV2Command({ Bucket, Prefix: 'captures/uploads/' }));
  return Contents.find(({ Key }) => Key?.endsWith(`/${id.split('.')[2]}`))?.Key;
}

it('an upload of 200 MB arrives by curl alone as it was sent, and is processed', async () => {
  const block = randomBytes(MEGABYTE);
  const bytes = Buffer.concat(Array.from({ length: 200 }, () => block));
  const file = join(folder, 'large');
  writeFileSync(file, bytes);
  const upload = await prepare(bytes, {}, { contentType: 'application/x-large' });

  expect(await curl(upload, file)).toBe(200);
  deployment.remember(upload.id, bytes);

  const record = await deployment.terminal(upload.id);
  expect(record).toMatchObject({
    status: 'COMPLETED',
    channel: 'uploads',
    principal: 'local',
    size: bytes.length,
  });
  expect(JSON.parse(record.result ?? '')).toEqual({
    size: bytes.length,
    sha256: sha256Of(bytes),
    json: null,
  });
  const told = await fetch(deployment.url('us-east-1', `jobs/${upload.id}`), {
    headers: { AuthDetails: 'allow' },
  });
  const state = (await told.json()) as object;
  expect(state).toMatchObject({ status: 'COMPLETED', channel: 'uploads' });
  expect(state).not.toHaveProperty('parameters');
});

it('an upload that is sent again ends as DUPLICATE', async () => {
  const bytes = Buffer.from('{"n":1}');
  const [first, second] = [
    await prepare(bytes, { 'Idempotency-Key': 'file-1' }),
    await prepare(bytes, { 'Idempotency-Key': 'file-1' }),
  ];
  for (const upload of [first, second]) {
    expect((await put(upload, bytes)).status).toBe(200);
    deployment.remember(upload.id, bytes);
    await deployment.terminal(upload.id);
  }
  expect(await deployment.record(second.id)).toMatchObject({ status: 'DUPLICATE', duplicateOf: first.id });
});

describe('an upload is refused, and nothing is stored', () => {
  const bytes = Buffer.from('as announced');

  it.each([
    ['of another length', Buffer.from('as announced!'), 403, 'SignatureDoesNotMatch'],
    ['with another checksum', Buffer.from('as announceD'), 400, 'BadDigest'],
  ])('%s', async (_what, sent, status, code) => {
    const upload = await prepare(bytes);
    const answer = await put(upload, sent);
    expect(answer).toEqual({ status, text: expect.stringContaining(`<Code>${code}</Code>`) });
    expect(await stored(upload.id)).toBeUndefined();
  });

  it('with the checksum of what is sent instead', async () => {
    const upload = await prepare(bytes);
    const sent = Buffer.from('as announceD');
    const headers = {
      ...upload.headers,
      'x-amz-checksum-sha256': Buffer.from(sha256Of(sent), 'hex').toString('base64'),
    };
    expect((await put({ ...upload, headers }, sent)).status).toBe(403);
    expect(await stored(upload.id)).toBeUndefined();
  });

  it('as somebody else', async () => {
    const upload = await prepare(bytes);
    const headers = { ...upload.headers, 'x-amz-meta-principal': 'other' };
    expect((await put({ ...upload, headers }, bytes)).status).toBe(403);
    const url = upload.url.replace('/uploads/local/', '/uploads/other/');
    expect((await put({ ...upload, url }, bytes)).status).toBe(403);
    expect(await stored(upload.id)).toBeUndefined();
  });

  it('that was announced without a token', async () => {
    const response = await fetch(deployment.url(REGION, 'uploads'), { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
  });
});

it('a second PUT to the same URL is refused, and the first object is untouched', async () => {
  const bytes = Buffer.from('the one and only');
  const upload = await prepare(bytes);
  expect((await put(upload, bytes)).status).toBe(200);
  deployment.remember(upload.id, bytes);
  const Key = await stored(upload.id);
  const before = await deployment.s3(REGION).send(new GetObjectCommand({ Bucket, Key }));

  expect(await put(upload, bytes)).toEqual({
    status: 412,
    text: expect.stringContaining('PreconditionFailed'),
  });

  const after = await deployment.s3(REGION).send(new GetObjectCommand({ Bucket, Key }));
  expect(after.LastModified).toEqual(before.LastModified);
  expect(await after.Body?.transformToString()).toBe('the one and only');
  await deployment.terminal(upload.id);
});

it('of an upload that is never made nothing is left', async () => {
  const { id } = await prepare(Buffer.from('never'));
  expect(await stored(id)).toBeUndefined();
  const told = await fetch(deployment.url(REGION, `jobs/${id}`), { headers: { AuthDetails: 'allow' } });
  expect(told.status).toBe(404);
});

it('fails for what cannot be uploaded, and says what is allowed', async () => {
  const response = await fetch(deployment.url(REGION, 'uploads'), {
    method: 'POST',
    headers: { AuthDetails: 'allow' },
    body: JSON.stringify({ size: 6e9, sha256: '0'.repeat(64) }),
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    { message: 'size: received 6000000000, allowed is a whole number of bytes from 0 to 5368709120' },
  ]);
});

it('everything that was uploaded is processed, once', () => expectSound(deployment));
