import { parseMessage } from '../../../lambdas/drain-lane/parse-message';
import { UnparseableMessageError } from '../../../lambdas/drain-lane/unparseable-message';
import { messageAttributes } from '../../helpers/messages';

const parse = (body: string, overrides: Parameters<typeof messageAttributes>[0] = {}) =>
  parseMessage({ body, attributes: messageAttributes(overrides) });

it('what the API wrote beside a message becomes metadata of its object', () => {
  expect(parse('{"data":1}', { requestId: 'JKJaXmPLvHcESHA=' })).toEqual({
    principal: 'acme',
    requestId: 'JKJaXmPLvHcESHA=',
    metadata: {
      channel: 'websocket',
      principal: 'acme',
      'source-ip': '127.0.0.1',
      'received-at': '900000',
      'connection-id': 'L0SM9cOFvHcCIhw=',
      'api-id': 'a1b2c3d4e5',
      stage: 'beta',
    },
  });
});

it.each(['order-17', '!', 'x'.repeat(256)])('the id %j of a message is its idempotency key', (id) => {
  expect(parse(JSON.stringify({ id })).metadata['idempotency-key']).toBe(id);
});

it.each([
  JSON.stringify({ id: '' }),
  JSON.stringify({ id: 'two words' }),
  JSON.stringify({ id: 'x'.repeat(257) }),
  JSON.stringify({ id: 'é' }),
  JSON.stringify({ id: 'line\nbreak' }),
  JSON.stringify({ id: 17 }),
  JSON.stringify({ id: null }),
  'null',
  '"id"',
  'no JSON',
])('a message without a legal id has no idempotency key: %j', (body) => {
  expect(parse(body).metadata).not.toHaveProperty('idempotency-key');
});

it('a body that looks like metadata changes none of it', () => {
  const { principal, metadata } = parse(JSON.stringify({ principal: 'other', connectionId: 'other' }));

  expect([principal, metadata.principal, metadata['connection-id']]).toEqual([
    'acme',
    'acme',
    'L0SM9cOFvHcCIhw=',
  ]);
});

it.each([
  ['connectionId', 'a b'],
  ['apiId', 'evil.example/x'],
  ['apiId', ''],
  ['stage', 'beta/../x'],
  ['requestId', 'a/b'],
  ['principal', 'a/b'],
  ['principal', ''],
  ['sourceIp', 'example.org'],
  ['receivedAt', 'yesterday'],
] as const)('fails for an attribute %s that is %j, and says so', (name, value) => {
  const parsing = () => parse('{}', { [name]: value });

  expect(parsing).toThrow(UnparseableMessageError);
  expect(parsing).toThrow(`attribute ${name}: received ${JSON.stringify(value)}, allowed is /`);
});

it('fails for a message that nobody wrote anything beside', () => {
  expect(() => parseMessage({ body: '{}', attributes: {} })).toThrow(UnparseableMessageError);
});
