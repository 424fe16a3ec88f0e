import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(() => deployment.stop());

/** The object of a capture by the seeded principal. */
const objectOf = (id: string, principal = 'local') => {
  const [region = '', channel, requestId] = id.split('.');
  return {
    region,
    location: {
      Bucket: `e2e-captures-000000000000-${region}`,
      Key: `captures/${channel}/${principal}/${requestId}`,
    },
  };
};

describe('POST /publish', () => {
  it.each(['eu-west-2', 'us-east-1', 'ap-southeast-2'])(
    'in %s answers 202 and the capture is processed centrally',
    async (region) => {
      const before = Date.now();
      const response = await deployment.publish(region, '{"hello":"world"}', {
        'Content-Type': 'application/json',
      });
      const answer = (await response.json()) as { id: string };
      const record = await deployment.terminal(answer.id);

      expect(response.status).toBe(202);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(answer).toEqual({
        id: expect.stringMatching(`^${region}\\.publish\\..+`),
        region,
        status: 'CAPTURED',
      });
      expect(record).toMatchObject({
        status: 'COMPLETED',
        attempts: 1,
        channel: 'publish',
        region,
        principal: region === 'ap-southeast-2' ? 'anonymous' : 'local',
        size: 17,
      });
      expect(record.receivedAt).toBeGreaterThanOrEqual(before);
      expect(record.completedAt).toBeGreaterThanOrEqual(record.receivedAt as number);
      expect(JSON.parse(record.result as string)).toMatchObject({
        id: answer.id,
        attempt: 1,
        contentType: 'application/json',
        sha256: sha256('{"hello":"world"}'),
      });
    },
  );

  it('keeps 10 MB of random bytes bit by bit', async () => {
    const bytes = randomBytes(10 * 1024 * 1024);

    const id = await deployment.capture('eu-west-2', bytes, { 'Content-Type': 'application/octet-stream' });
    const record = await deployment.terminal(id);
    const { region, location } = objectOf(id);
    const { Body } = await deployment.s3(region).send(new GetObjectCommand(location));
    const stored = Buffer.from((await Body?.transformToByteArray()) as Uint8Array);

    expect(sha256(stored)).toBe(sha256(bytes));
    expect(record).toMatchObject({ status: 'COMPLETED', size: bytes.length });
    expect(JSON.parse(record.result as string).sha256).toBe(sha256(bytes));
  });

  it('takes an empty body', async () => {
    const id = await deployment.capture('eu-west-2', '');

    const record = await deployment.terminal(id);

    expect(record).toMatchObject({ status: 'COMPLETED', size: 0 });
    expect(JSON.parse(record.result as string).sha256).toBe(sha256(''));
  });

  it.each([
    'text/plain; charset=utf-16',
    'application/vnd.acme.v2+json',
    'image/png',
    'x/y',
    'application/xml;a="b,c"',
  ])('keeps the content type %s and the bytes', async (contentType) => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a, 0x7b]);

    const id = await deployment.capture('us-east-1', bytes, { 'Content-Type': contentType });
    const record = await deployment.terminal(id);
    const { region, location } = objectOf(id);
    const head = await deployment.s3(region).send(new HeadObjectCommand(location));

    expect(head.ContentType).toBe(contentType);
    expect(JSON.parse(record.result as string)).toMatchObject({ contentType, sha256: sha256(bytes) });
  });

  it('takes bytes without a content type', async () => {
    const id = await deployment.capture('us-east-1', new Uint8Array([0xff, 0x00, 0xc3, 0x28]));

    const record = await deployment.terminal(id);

    expect(record.status).toBe('COMPLETED');
    expect(JSON.parse(record.result as string).sha256).toBe(sha256(Buffer.from([0xff, 0x00, 0xc3, 0x28])));
  });

  it('writes the metadata that central processing trusts, whatever the client sends', async () => {
    const id = await deployment.capture('eu-west-2', 'x', {
      'Idempotency-Key': 'order-1',
      'x-amz-meta-principal': 'somebody-else',
      'x-amz-meta-channel': 'jobs',
    });
    const { region, location } = objectOf(id);

    const head = await deployment.s3(region).send(new HeadObjectCommand(location));

    expect(head.Metadata).toEqual({
      channel: 'publish',
      principal: 'local',
      'source-ip': '127.0.0.1',
      'received-at': expect.stringMatching(/^\d{13}$/),
      'idempotency-key': 'order-1',
    });
  });

  it('two captures never share an id, and no client can choose one', async () => {
    const headers = { 'x-amzn-RequestId': 'mine', 'x-amz-request-id': 'mine', 'x-amz-apigw-id': 'mine' };
    const ids = await Promise.all([1, 2, 3].map(() => deployment.capture('eu-west-2', 'same', headers)));

    expect(new Set(ids).size).toBe(3);
    expect(ids.join()).not.toContain('mine');
  });
});

describe('refusals', () => {
  const message = async (response: Response) => ((await response.json()) as { message: string }).message;

  it('fails with 413 above 10 MB', async () => {
    const response = await deployment.publish('eu-west-2', Buffer.alloc(11 * 1024 * 1024));

    expect(response.status).toBe(413);
    expect(await message(response)).toBe('too large: at most 10 MB, a webhook at most 4.4 MB');
  });

  it('fails with 413 above 10 MB of a body whose length is not announced', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { AuthDetails: 'allow', 'Transfer-Encoding': 'chunked' };
      const post = request(
        deployment.url('eu-west-2', 'publish'),
        { method: 'POST', headers },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        },
      );
      post.on('error', reject);
      for (let i = 0; i < 11; i++) post.write(Buffer.alloc(1024 * 1024));
      post.end();
    });

    expect(status).toBe(413);
  });

  it.each(['nowhere', 'publish/more', ''])('fails with 404 for the route "%s"', async (route) => {
    const response = await fetch(deployment.url('eu-west-2', route), {
      method: 'POST',
      body: '{}',
      headers: { AuthDetails: 'allow' },
    });

    expect(response.status).toBe(404);
    expect(await message(response)).toBe('no such route');
  });

  it.each(['eu-west-2', 'us-east-1'])('fails with 401 without a token in %s', async (region) => {
    const response = await fetch(deployment.url(region, 'publish'), { method: 'POST', body: '{}' });

    expect(response.status).toBe(401);
    expect(await message(response)).toBe('no token');
  });

  it.each(['eu-west-2', 'us-east-1'])('fails with 403 for a wrong token in %s', async (region) => {
    const response = await deployment.publish(region, '{}', { AuthDetails: 'deny' });

    expect(response.status).toBe(403);
    expect(await message(response)).toBe('token not accepted');
  });

  it('fails with 400 for metadata that S3 refuses', async () => {
    const response = await deployment.publish('eu-west-2', '{}', { 'Idempotency-Key': 'k'.repeat(3000) });

    expect(response.status).toBe(400);
    expect(await message(response)).toBe('not stored: check Idempotency-Key and Content-Type');
  });
});

it('GET /health answers the region, to anyone', async () => {
  const response = await fetch(deployment.url('us-east-1', 'health'));

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ region: 'us-east-1' });
});

it('everything that was accepted is processed, once', () => expectSound(deployment));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
