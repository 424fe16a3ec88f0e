import { createHmac, randomBytes } from 'node:crypto';
import { sign as signForGitHub } from '@octokit/webhooks-methods';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import type { WebhookSource } from '../../../contracts/webhooks';
import { type Delivery, NOW, webhookReceiver } from '../../helpers/webhooks';

const stripe = new Stripe('sk_test_unused');
const now = () => NOW / 1000;

/** How a provider signs, by its own library. */
interface Provider {
  source: WebhookSource;
  newSecret(): string;
  sign(secret: string, body: string, timestamp?: number): Promise<Record<string, string>>;
}

const PROVIDERS: Record<string, Provider> = {
  standardwebhooks: {
    source: { scheme: 'standard' },
    newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
    sign: async (secret, body, timestamp = now()) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(timestamp),
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(timestamp * 1000), body),
    }),
  },
  '@octokit/webhooks-methods': {
    source: { scheme: 'github' },
    newSecret: () => randomBytes(24).toString('hex'),
    sign: async (secret, body) => ({ 'X-Hub-Signature-256': await signForGitHub(secret, body) }),
  },
  stripe: {
    source: { scheme: 'stripe' },
    newSecret: () => `whsec_${randomBytes(24).toString('hex')}`,
    sign: async (secret, payload, timestamp = now()) => ({
      'Stripe-Signature': stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
    }),
  },
};

/** The generic scheme, in each of its forms. */
const GENERIC = (['sha1', 'sha256', 'sha512'] as const).flatMap((algorithm) =>
  (['hex', 'base64'] as const).map((encoding): [string, Provider] => {
    const prefix = encoding === 'hex' ? `${algorithm}=` : '';
    return [
      `hmac ${algorithm} ${encoding}`,
      {
        source: { scheme: 'hmac', header: 'X-Signature', algorithm, encoding, prefix },
        newSecret: () => randomBytes(24).toString('base64url'),
        sign: async (secret, body) => ({
          'X-Signature': prefix + createHmac(algorithm, secret).update(body).digest(encoding),
        }),
      },
    ];
  }),
);

/** Another visible character, or letter case, at one place. */
function altered(text: string, at: number, shift: number): string {
  const place = at % text.length;
  const code = 0x21 + ((text.charCodeAt(place) - 0x21 + shift) % 94);
  return text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
}

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
const place = fc.nat();
/** 1 to 93 of 94 characters: never the same one. */
const shift = fc.integer({ min: 1, max: 93 });

describe.each([...Object.entries(PROVIDERS), ...GENERIC])('a webhook signed by %s', (_, provider) => {
  const signed = async (body: string) => {
    const secret = provider.newSecret();
    const receiver = webhookReceiver(provider.source, { acme: [secret] });
    return { secret, receiver, headers: await provider.sign(secret, body) };
  };

  it('is accepted, whatever the body', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const { receiver, headers } = await signed(body);

        expect(await receiver.post({ headers, body })).toMatchObject({ code: 202 });
        expect(receiver.stored).toMatchObject([{ Body: Buffer.from(body) }]);
      }),
      { numRuns: 30 },
    );
  });

  it('fails with one byte of the body altered', async () => {
    await fc.assert(
      fc.asyncProperty(text, place, fc.integer({ min: 1, max: 255 }), async (body, at, xor) => {
        const { receiver, headers } = await signed(body);
        const bytes = Buffer.from(body);
        bytes[at % bytes.length]! ^= xor;

        expect(await receiver.post({ headers, body: bytes })).toMatchObject({ code: 401 });
        expect(receiver.stored).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('fails with one character of any of its headers altered', async () => {
    await fc.assert(
      fc.asyncProperty(text, place, place, shift, async (body, which, at, by) => {
        const { receiver, headers } = await signed(body);
        const names = Object.keys(headers);
        const name = names[which % names.length]!;
        const changed = { ...headers, [name]: altered(headers[name]!, at, by) };

        expect(await receiver.post({ headers: changed, body })).toMatchObject({ code: 401 });
        expect(receiver.stored).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('fails for another secret, for none, and without its headers', async () => {
    const { receiver, headers, secret } = await signed('{}');

    expect(await receiver.post({ body: '{}' })).toEqual({ code: 401, message: 'no signature' });
    const other = webhookReceiver(provider.source, { acme: [provider.newSecret()] });
    const empty = webhookReceiver(provider.source, {});
    const others = webhookReceiver(provider.source, { other: [secret] });
    for (const each of [other, empty, others]) {
      expect(await each.post({ headers, body: '{}' })).toEqual({
        code: 401,
        message: 'signature not accepted',
      });
    }
  });

  it('is accepted by each of two secrets, while one is rotated', async () => {
    const [old, fresh] = [provider.newSecret(), provider.newSecret()];
    const receiver = webhookReceiver(provider.source, { acme: [old, fresh] });

    for (const secret of [old, fresh]) {
      const headers = await provider.sign(secret, 'x');
      expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 202 });
    }
  });
});

describe.each(['standardwebhooks', 'stripe'])('a timestamp of %s', (name) => {
  const { source, newSecret, sign } = PROVIDERS[name]!;
  const deliver = async (age: number): Promise<[ReturnType<typeof webhookReceiver>, Delivery]> => {
    const secret = newSecret();
    const headers = await sign(secret, 'x', now() - age);
    return [webhookReceiver(source, { acme: [secret] }), { headers, body: 'x' }];
  };

  it.each([300, 0, -300])('is fresh at an age of %i seconds', async (age) => {
    const [receiver, delivery] = await deliver(age);

    expect(await receiver.post(delivery)).toMatchObject({ code: 202 });
  });

  it.each([301, -301, 1_000_000])('fails at an age of %i seconds', async (age) => {
    const [receiver, delivery] = await deliver(age);

    expect(await receiver.post(delivery)).toEqual({
      code: 401,
      message: 'signature too old, or of the future',
    });
    expect(receiver.stored).toEqual([]);
  });
});

it.each([10, 3600])(
  'a timestamp may be as far off as the configuration says: %i s',
  async (toleranceSeconds) => {
    const { source, newSecret, sign } = PROVIDERS.stripe!;
    const secret = newSecret();
    const receiver = webhookReceiver(source, { acme: [secret] }, { toleranceSeconds });
    const codeAt = async (age: number) =>
      (await receiver.post({ headers: await sign(secret, 'x', now() - age), body: 'x' })).code;

    expect(await codeAt(toleranceSeconds)).toBe(202);
    expect(await codeAt(toleranceSeconds + 1)).toBe(401);
  },
);

describe('the id of a delivery says by itself what is repeated', () => {
  const body = '{"id":"evt_1"}';
  const captured = async ({ source, newSecret, sign }: Provider, headers: Record<string, string> = {}) => {
    const secret = newSecret();
    const receiver = webhookReceiver(source, { acme: [secret] });
    await receiver.post({ headers: { ...(await sign(secret, body)), ...headers }, body });
    const [{ Metadata }] = receiver.stored as [{ Metadata: Record<string, string> }];
    return [Metadata['idempotency-key'], Metadata['idempotency-by-key']];
  };
  const hmac = GENERIC[0]![1];
  const fieldOfHmac = { ...hmac, source: { ...hmac.source, deliveryId: { field: 'id' } } as WebhookSource };

  it('where the scheme says that it is one, and signs it', async () => {
    expect(await captured(PROVIDERS.standardwebhooks!)).toEqual(['msg_1', 'true']);
    expect(await captured(PROVIDERS.stripe!)).toEqual(['evt_1', 'true']);
  });

  it('and not where it stands beside the signature, or in a field that somebody has named', async () => {
    const headers = { 'X-GitHub-Delivery': 'delivery-1' };

    expect(await captured(PROVIDERS['@octokit/webhooks-methods']!, headers)).toEqual([
      'delivery-1',
      undefined,
    ]);
    expect(await captured(fieldOfHmac)).toEqual(['evt_1', undefined]);
  });
});

it('bytes that are no text are verified as they are', async () => {
  const body = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
  const signature = createHmac('sha256', 'secret').update(body).digest('hex');
  const receiver = webhookReceiver({ scheme: 'github' }, { acme: ['secret'] });

  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  expect(await receiver.post({ headers, body })).toMatchObject({ code: 202 });
});

it('one of several signatures of Standard Webhooks is enough', async () => {
  const secret = PROVIDERS.standardwebhooks!.newSecret();
  const headers = await PROVIDERS.standardwebhooks!.sign(secret, 'x');
  headers['webhook-signature'] = `v1a,abc v1,b3RoZXI= ${headers['webhook-signature']}`;
  const receiver = webhookReceiver({ scheme: 'standard' }, { acme: [secret] });

  expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 202 });
});

it.each([0, 1])('one of several signatures of Stripe is enough, whichever: %i', async (at) => {
  const { newSecret, sign } = PROVIDERS.stripe!;
  const secret = newSecret();
  const { 'Stripe-Signature': signed = '' } = await sign(secret, 'x');
  const [, v1 = ''] = signed.split('v1=');
  const both = ['0'.repeat(64), '0'.repeat(64)].with(at, v1).map((each) => `v1=${each}`);
  const receiver = webhookReceiver({ scheme: 'stripe' }, { acme: [secret] });

  const headers = { 'Stripe-Signature': [`t=${now()}`, ...both].join(',') };
  expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 202 });
});

it.each([
  ['after', (signed: string, more: string) => `${signed},${more}`],
  ['before', (signed: string, more: string) => `${more},${signed}`],
])('fails for a stale timestamp of Stripe with a fresh one %s it', async (_, joined) => {
  const secret = PROVIDERS.stripe!.newSecret();
  const { 'Stripe-Signature': signature = '' } = await PROVIDERS.stripe!.sign(secret, 'x', 1);
  const receiver = webhookReceiver({ scheme: 'stripe' }, { acme: [secret] });

  const headers = { 'Stripe-Signature': joined(signature, `t=${now()}`) };
  expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 401 });
});

it.each(['soon', '', '1e99'])('fails for the timestamp "%s", signed as it is', async (timestamp) => {
  const signature = createHmac('sha256', 'secret').update(`${timestamp}.x`).digest('hex');
  const receiver = webhookReceiver({ scheme: 'stripe' }, { acme: ['secret'] });

  const headers = { 'Stripe-Signature': `t=${timestamp},v1=${signature}` };
  expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 401 });
});

it.each([
  ['github', ''],
  ['stripe', ''],
  ['standard', 'whsec_'],
  ['standard', 'not Base64'],
] as const)('fails for %s with the secret "%s", by which anybody could sign', async (scheme, secret) => {
  const signature = (before: string) => createHmac('sha256', '').update(`${before}x`);
  const headers = {
    'X-Hub-Signature-256': `sha256=${signature('').digest('hex')}`,
    'Stripe-Signature': `t=${now()},v1=${signature(`${now()}.`).digest('hex')}`,
    'webhook-id': 'a',
    'webhook-timestamp': String(now()),
    'webhook-signature': `v1,${signature(`a.${now()}.`).digest('base64')}`,
  };
  const receiver = webhookReceiver({ scheme }, { acme: [secret] });

  expect(await receiver.post({ headers, body: 'x' })).toMatchObject({ code: 401 });
});
