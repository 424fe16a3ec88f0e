import { createHash } from 'node:crypto';
import type { WebhookSource } from '../../../contracts/webhooks';
import { githubHeaders } from '../../helpers/github-headers';
import { type Delivery, NOW, webhookReceiver } from '../../helpers/webhooks';

const OPEN: WebhookSource = { scheme: 'none' };
const GITHUB: WebhookSource = { scheme: 'github' };
const named = (name: string) => Object.assign(new Error(name), { name });

/** A delivery of GitHub with this secret. */
function signed(body: string, secret = 'secret', headers: Record<string, string> = {}): Delivery {
  return { body, headers: { ...githubHeaders(secret, body), ...headers } };
}

describe('what is captured', () => {
  it('lies where the gateway would put it, with the same metadata, and overwrites nothing', async () => {
    const receiver = webhookReceiver(GITHUB, { acme: ['secret'] });
    const more = { 'content-type': 'application/json', 'X-GitHub-Delivery': 'delivery-1' };

    const answer = await receiver.post(signed('{"a":1}', 'secret', more));

    expect(answer).toEqual({
      code: 202,
      id: 'eu-west-2.webhooks.request1',
      region: 'eu-west-2',
      status: 'CAPTURED',
    });
    expect(receiver.stored).toEqual([
      {
        Bucket: 'captures',
        Key: 'captures/webhooks/acme/request1',
        Body: Buffer.from('{"a":1}'),
        ContentType: 'application/json',
        IfNoneMatch: '*',
        Metadata: {
          channel: 'webhooks',
          principal: 'acme',
          'source-ip': '192.0.2.1',
          'received-at': String(NOW),
          'idempotency-key': 'delivery-1',
        },
      },
    ]);
  });

  it.each(['é', '\u{1f4e8}', 'a'.repeat(257)])('fails for the Content-Type "%s"', async (type) => {
    const receiver = webhookReceiver(OPEN);

    expect(await receiver.post({ body: 'x', headers: { 'content-type': type } })).toEqual({
      code: 400,
      message: 'Content-Type: allowed are 1 to 256 printable ASCII characters',
    });
    expect(receiver.stored).toEqual([]);
  });

  it('fails with 503 without an id of the request, by which it would be found', async () => {
    const receiver = webhookReceiver(OPEN);

    expect(await receiver.post({ body: 'x', requestId: undefined })).toMatchObject({ code: 503 });
    expect(receiver.stored).toEqual([]);
  });

  it('may be empty', async () => {
    const receiver = webhookReceiver(OPEN);

    expect(await receiver.post({})).toMatchObject({ code: 202 });
    expect(receiver.stored).toMatchObject([{ Body: Buffer.alloc(0) }]);
  });
});

describe("the provider's id of a delivery", () => {
  const keyOf = async (source: WebhookSource, delivery: Delivery) => {
    const receiver = webhookReceiver(source);
    expect(await receiver.post(delivery)).toMatchObject({ code: 202 });
    const [{ Metadata }] = receiver.stored as [{ Metadata: Record<string, string> }];
    return Metadata['idempotency-key'];
  };

  it.each([
    ['of a header', { header: 'X-Id' }, { headers: { 'x-id': 'abc' } }, 'abc'],
    ['of a field', { field: 'id' }, { body: '{"id":"evt_1"}' }, 'evt_1'],
    ['of a field that is a number', { field: 'id' }, { body: '{"id":7}' }, '7'],
    [
      'of a field that is the largest',
      { field: 'id' },
      { body: '{"id":9007199254740991}' },
      '9007199254740991',
    ],
    ['that other numbers look like', { field: 'id' }, { body: '{"id":9007199254740993}' }, undefined],
    ['that is infinite', { field: 'id' }, { body: '{"id":1e400}' }, undefined],
    ['that is a fraction', { field: 'id' }, { body: '{"id":1.5}' }, undefined],
    ['that is not there', { field: 'id' }, { body: '{}' }, undefined],
    ['that only the prototype has', { field: 'constructor' }, { body: '{}' }, undefined],
    ['that is no text', { field: 'id' }, { body: '{"id":{}}' }, undefined],
    ['of a body that is no JSON', { field: 'id' }, { body: 'id' }, undefined],
    ['of an empty header', { header: 'X-Id' }, { headers: { 'X-Id': '' } }, undefined],
  ])('%s becomes the idempotency key', async (_, deliveryId, delivery, expected) => {
    expect(await keyOf({ scheme: 'none', deliveryId }, delivery)).toBe(expected);
  });

  it.each(['é', 'a b', 'a'.repeat(257), 'line\nbreak'])(
    'that S3 would not take or give back unchanged (%j) is kept as its SHA-256',
    async (id) => {
      const sha256 = createHash('sha256').update(id).digest('hex');

      expect(
        await keyOf({ scheme: 'none', deliveryId: { field: 'id' } }, { body: JSON.stringify({ id }) }),
      ).toBe(`sha256:${sha256}`);
    },
  );

  it('is none unless the source says where it stands', async () => {
    expect(await keyOf(OPEN, { headers: { 'webhook-id': 'a' }, body: '{"id":1}' })).toBeUndefined();
  });
});

describe('fields that a source requires', () => {
  const source: WebhookSource = { scheme: 'none', required: ['data', 'type'] };

  it.each([
    ['{"data":1}', '"type": missing'],
    ['{"type":1}', '"data": missing'],
    ['[]', 'the body is no JSON object: "data", "type" must be in it'],
    ['{', 'the body is no JSON object: "data", "type" must be in it'],
    ['', 'the body is no JSON object: "data", "type" must be in it'],
  ])('fail %s: %s', async (body, message) => {
    const receiver = webhookReceiver(source);

    expect(await receiver.post({ body })).toEqual({ code: 400, message });
    expect(receiver.stored).toEqual([]);
  });

  it('are not what any object has', async () => {
    const receiver = webhookReceiver({ scheme: 'none', required: ['constructor'] });

    expect(await receiver.post({ body: '{}' })).toEqual({ code: 400, message: '"constructor": missing' });
  });

  it('are not in a body that is no UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"data":1,"type":"'), Buffer.from([0xff]), Buffer.from('"}')]);

    expect(await webhookReceiver(source).post({ body })).toMatchObject({ code: 400 });
  });

  it('may have any value', async () => {
    expect(await webhookReceiver(source).post({ body: '{"data":null,"type":0}' })).toMatchObject({
      code: 202,
    });
  });

  it('are not told to who cannot sign', async () => {
    const receiver = webhookReceiver({ scheme: 'github', required: ['data'] }, { acme: ['secret'] });

    expect(await receiver.post(signed('{}', 'other'))).toMatchObject({ code: 401 });
  });
});

it.each(['nobody', 'constructor', '__proto__', ''])('fails for the unknown source "%s"', async (source) => {
  const receiver = webhookReceiver(OPEN);

  expect(await receiver.post({ source })).toEqual({ code: 404, message: 'no such source' });
  expect(receiver.stored).toEqual([]);
});

describe('trouble of ours', () => {
  const unavailable = { code: 503, message: 'temporarily unavailable: send it again' };

  it.each(['ServiceUnavailable', 'AccessDenied', 'TimeoutError'])(
    'fails with 503 when S3 says %s',
    async (name) => {
      const receiver = webhookReceiver(OPEN);
      receiver.failStorage(named(name));

      expect(await receiver.post({ body: 'x' })).toEqual(unavailable);
    },
  );

  it('is none when S3 has it already: an earlier try of this request, whose answer was lost', async () => {
    const receiver = webhookReceiver(OPEN);
    receiver.failStorage(named('PreconditionFailed'));

    expect(await receiver.post({ body: 'x' })).toMatchObject({ code: 202, status: 'CAPTURED' });
  });

  it.each([named('AccessDeniedException'), 'no JSON', '[]', '{"acme":"secret"}', '{"acme":[1]}'])(
    'fails with 503 when the secret cannot be read: %s',
    async (secret) => {
      const receiver = webhookReceiver(GITHUB, secret);

      expect(await receiver.post(signed('x'))).toEqual(unavailable);
      expect(receiver.stored).toEqual([]);
    },
  );

  it('is over when the secret can be read again', async () => {
    const receiver = webhookReceiver(GITHUB, named('InternalServiceError'));
    await receiver.post(signed('x'));
    receiver.setSecrets({ acme: ['secret'] });

    expect(await receiver.post(signed('x'))).toMatchObject({ code: 202 });
  });

  it('does not concern a source without secrets', async () => {
    const receiver = webhookReceiver(OPEN, named('AccessDeniedException'));

    expect(await receiver.post({ body: 'x' })).toMatchObject({ code: 202 });
  });
});

describe('the secret', () => {
  it('accepts nothing as long as nobody has given it a value', async () => {
    const receiver = webhookReceiver(GITHUB, named('ResourceNotFoundException'));

    expect(await receiver.post(signed('x', ''))).toMatchObject({ code: 401 });
    expect(await receiver.post(signed('x'))).toMatchObject({ code: 401 });
  });

  it('accepts nothing from a source that has none, whatever its name', async () => {
    const receiver = webhookReceiver(GITHUB, { acme: ['secret'] }, { name: 'constructor' });

    expect(await receiver.post({ ...signed('x'), source: 'constructor' })).toEqual({
      code: 401,
      message: 'signature not accepted',
    });
  });

  it('is read once a minute: then a revoked secret fails', async () => {
    const receiver = webhookReceiver(GITHUB, { acme: ['secret'] });
    await receiver.post(signed('x'));
    receiver.setSecrets({});

    receiver.clock.advance(59_999);
    expect(await receiver.post(signed('x'))).toMatchObject({ code: 202 });
    expect(receiver.secretReads).toHaveLength(1);
    receiver.clock.advance(1);
    expect(await receiver.post(signed('x'))).toMatchObject({ code: 401 });
  });
});

it('neither secrets nor signatures nor payloads are logged', async () => {
  const receiver = webhookReceiver(GITHUB, { acme: ['the-secret'] });
  const good = signed('the-payload', 'the-secret');
  const expected = good.headers!['X-Hub-Signature-256']!.slice('sha256='.length);
  await receiver.post(good);
  await receiver.post({ ...good, headers: { 'X-Hub-Signature-256': 'sha256=the-signature' } });
  await receiver.post({ body: 'the-payload' });
  receiver.failStorage(named('ServiceUnavailable'));
  await receiver.post(good);
  const broken = webhookReceiver(GITHUB, 'the-secret');
  await broken.post(good);

  const lines = [...receiver.log.lines, ...broken.log.lines];
  expect(lines.map(({ message }) => message)).toEqual([
    'webhook captured',
    'webhook refused',
    'webhook refused',
    'webhook not captured',
    'webhook not captured',
  ]);
  for (const hidden of ['the-secret', 'the-payload', 'the-signature', expected]) {
    expect(JSON.stringify(lines)).not.toContain(hidden);
  }
});

describe('a challenge', () => {
  const source: WebhookSource = { scheme: 'none', challengeParameter: 'hub.challenge' };
  const ask = (query?: Record<string, string>, of: WebhookSource = source) =>
    webhookReceiver(of).ask({ method: 'GET', query });

  it('is answered as plain text', async () => {
    expect(await ask({ 'hub.challenge': '<b>1</b>' })).toEqual({
      statusCode: 200,
      headers: { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' },
      body: '<b>1</b>',
    });
  });

  it.each([
    ['nothing', undefined],
    ['another parameter', { other: 'x' }],
    ['an empty one', { 'hub.challenge': '' }],
    ['one that is too long', { 'hub.challenge': 'x'.repeat(1025) }],
  ] as [string, Record<string, string> | undefined][])('fails for a query with %s', async (_, query) => {
    expect(await ask(query)).toMatchObject({ statusCode: 400 });
  });

  it.each([OPEN, GITHUB])('fails for a source that takes none', async (of) => {
    expect(await ask({ 'hub.challenge': 'x' }, of)).toMatchObject({ statusCode: 404 });
  });
});
