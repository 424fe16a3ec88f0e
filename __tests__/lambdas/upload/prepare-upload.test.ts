import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { prepareUpload, type UploadEvent } from '../../../lambdas/upload/prepare-upload';
import { Credentials } from '../../../local/core/credentials';
import { Signatures } from '../../../local/signatures/verifier';
import { httpRequest } from '../../helpers/http-request';

const NOW = Date.now();
const sha256 = createHash('sha256').update('hello').digest('hex');
const ORDER = { size: 5, sha256, contentType: 'text/plain' };
const credentials = new Credentials('aws', '000000000000');
const roleArn = 'arn:aws:iam::000000000000:role/upload';

function event(order: unknown, overrides: Partial<UploadEvent> = {}): UploadEvent {
  const requestContext = {
    extendedRequestId: 'abc=',
    authorizer: { principalId: 'acme' },
    identity: { sourceIp: '192.0.2.1' },
  };
  return {
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(typeof order === 'string' ? order : JSON.stringify(order)).toString('base64'),
    isBase64Encoded: true,
    requestContext: requestContext as unknown as UploadEvent['requestContext'],
    ...overrides,
  };
}

async function prepare(given: UploadEvent, overrides: Partial<S3Client> = {}, expirySeconds = 900) {
  const client = new S3Client({
    region: 'eu-west-2',
    endpoint: 'http://127.0.0.1:4566',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: credentials.issue({ roleArn }),
  });
  const logged: unknown[] = [];
  const log = {
    info: (...line: unknown[]) => logged.push(line),
    warn: () => {},
    error: (...line: unknown[]) => logged.push(line),
  };
  const { statusCode, headers, body } = await prepareUpload(given, {
    region: 'eu-west-2',
    store: { client: Object.assign(client, overrides), bucket: 'the-bucket', expirySeconds },
    clock: { now: () => NOW },
    log: log as never,
  });
  return { statusCode, headers, body: JSON.parse(body), logged: JSON.stringify(logged) };
}

/** Whether S3 would accept the signature of a PUT like this. */
function accepts(url: string, headers: Record<string, string>, length = '5', now = NOW): boolean {
  const request = httpRequest('PUT', url, { Host: '127.0.0.1:4566', 'Content-Length': length, ...headers });
  try {
    new Signatures(credentials, () => now).verify(request);
    return true;
  } catch {
    return false;
  }
}

it('answers with a URL, what must be sent with it, and until when', async () => {
  const { statusCode, headers, body } = await prepare(
    event(ORDER, { headers: { 'idempotency-key': 'one' } }),
  );

  expect(statusCode).toBe(201);
  expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
  expect(body).toEqual({
    id: 'eu-west-2.uploads.abc=',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4566\/the-bucket\/captures\/uploads\/acme\/abc%3D\?/),
    headers: {
      'Content-Type': 'text/plain',
      'If-None-Match': '*',
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      'x-amz-meta-channel': 'uploads',
      'x-amz-meta-principal': 'acme',
      'x-amz-meta-source-ip': '192.0.2.1',
      'x-amz-meta-received-at': String(NOW),
      'x-amz-meta-idempotency-key': 'one',
    },
    expiresAt: new Date(NOW + 900_000).toISOString(),
  });
});

it('keeps the session of a role in the key, and anybody as anonymous', async () => {
  const identity = { sourceIp: '192.0.2.1', caller: 'AROA1:shop' };
  const of = async (requestContext: object) =>
    (await prepare(event(ORDER, { requestContext: requestContext as UploadEvent['requestContext'] }))).body
      .url;
  expect(await of({ extendedRequestId: 'r=', identity })).toContain('/captures/uploads/AROA1%3Ashop/r%3D?');
  expect(await of({ extendedRequestId: 'r=', identity: { sourceIp: 'x', caller: null } })).toContain(
    '/uploads/anonymous/',
  );
});

describe('the signature', () => {
  it('holds for what was announced, until it expires', async () => {
    const { body } = await prepare(event(ORDER));
    expect(accepts(body.url, body.headers)).toBe(true);
    expect(accepts(body.url, body.headers, '5', NOW + 890_000)).toBe(true);
    expect(accepts(body.url, body.headers, '5', NOW + 910_000)).toBe(false);
  });

  it('does not hold for another length', async () => {
    const { body } = await prepare(event(ORDER));
    expect(accepts(body.url, body.headers, '6')).toBe(false);
  });

  it('does not hold without any of the headers, nor with another value', async () => {
    const { body } = await prepare(event(ORDER));
    for (const name of Object.keys(body.headers)) {
      const { [name]: value, ...others } = body.headers;
      expect({ without: name, held: accepts(body.url, others) }).toEqual({ without: name, held: false });
      expect({ with: name, held: accepts(body.url, { ...others, [name]: `${value}x` }) }).toEqual({
        with: name,
        held: false,
      });
    }
  });

  it('does not hold for another object, nor with metadata that was added', async () => {
    const { body } = await prepare(event(ORDER));
    expect(accepts(body.url.replace('/acme/', '/other/'), body.headers)).toBe(false);
    expect(accepts(body.url, { ...body.headers, 'x-amz-meta-extra': '1' })).toBe(false);
  });
});

it.each([
  ['not json', 'the body is not JSON'],
  ['', 'the body is not JSON'],
  ['[]', 'the body is no JSON object'],
  [{ sha256 }, 'size: received nothing, allowed is a whole number of bytes from 0 to 5368709120'],
  [{ ...ORDER, size: -1 }, 'size: received -1, allowed is a whole number of bytes from 0 to 5368709120'],
  [{ ...ORDER, size: 1.5 }, 'size: received 1.5,'],
  [{ ...ORDER, size: '5' }, 'size: received "5",'],
  [{ ...ORDER, size: 5_368_709_121 }, 'size: received 5368709121,'],
  [{ size: 5 }, 'sha256: received nothing, allowed is 64 hexadecimal digits'],
  [{ ...ORDER, sha256: sha256.slice(1) }, 'sha256: received'],
  [{ ...ORDER, contentType: 'text/plain\r\nx-amz-meta-principal: other' }, 'contentType: received'],
  [{ ...ORDER, contentType: '' }, 'contentType: received "", allowed is 1 to 256 printable ASCII characters'],
  [{ ...ORDER, name: 'x' }, 'name: received "x", allowed is only size, sha256, contentType'],
])('fails with 400 for %j', async (order, message) => {
  const { statusCode, body } = await prepare(event(order));
  expect({ statusCode, message: body.message }).toEqual({
    statusCode: 400,
    message: expect.stringContaining(message),
  });
});

it.each(['ü', 'a\nb', ' a', 'x'.repeat(257)])('fails with 400 for the Idempotency-Key %j', async (key) => {
  const { statusCode, body } = await prepare(event(ORDER, { headers: { 'Idempotency-Key': key } }));
  expect([statusCode, body.message]).toEqual([400, expect.stringContaining('Idempotency-Key: received')]);
});

it.each([0, 5_368_709_120])('takes %i bytes', async (size) => {
  expect((await prepare(event({ ...ORDER, size }))).statusCode).toBe(201);
});

it('answers 503 when nothing can be signed, and logs no URL', async () => {
  const config = { credentials: () => Promise.reject(new Error('no credentials')) };
  const { statusCode, body } = await prepare(event(ORDER), { config: config as never });
  expect([statusCode, body]).toEqual([503, { message: 'temporarily unavailable: send it again' }]);
  expect((await prepare(event(ORDER))).logged).not.toContain('X-Amz-');
});

it('fails with 503 without an id of the request: what was put would be no capture', async () => {
  const { requestContext } = event(ORDER);

  const { statusCode, body } = await prepare(
    event(ORDER, { requestContext: { ...requestContext, extendedRequestId: undefined } }),
  );

  expect(statusCode).toBe(503);
  expect(body).not.toHaveProperty('url');
});

it.each([60, 3600])('the URL holds as long as the configuration says: %i s', async (expirySeconds) => {
  const { body } = await prepare(event(ORDER), {}, expirySeconds);

  expect(body.expiresAt).toBe(new Date(NOW + expirySeconds * 1000).toISOString());
  expect(accepts(body.url, body.headers, '5', NOW + expirySeconds * 1000 - 1000)).toBe(true);
  expect(accepts(body.url, body.headers, '5', NOW + expirySeconds * 1000 + 1000)).toBe(false);
});
