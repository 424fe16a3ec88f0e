import {
  workflowTypeOf,
  captureId,
  captureKey,
  channelPrefix,
  MalformedCaptureError,
  parseCaptureId,
  parseCaptureKey,
} from '../../contracts/capture';

const parts = { channel: 'publish', principal: 'acme', requestId: 'JKJaXmPLvHcESHA=' };

it('what the keys of a channel begin with, whoever posted it', () => {
  expect(['publish', 'jobs', 'websocket'].map(channelPrefix)).toEqual([
    'captures/publish/',
    'captures/jobs/',
    'messages/',
  ]);
});

it('a key and its parts are each other', () => {
  expect(captureKey(parts)).toBe('captures/publish/acme/JKJaXmPLvHcESHA=');
  expect(parseCaptureKey(captureKey(parts))).toEqual(parts);
});

it('the key of a role names the session that called, which is no part of its principal', () => {
  const key = captureKey({ ...parts, principal: 'AROA1:shop-1' });

  expect(key).toBe('captures/publish/AROA1:shop-1/JKJaXmPLvHcESHA=');
  expect(parseCaptureKey(key).principal).toBe('AROA1');
});

it('a WebSocket message lies apart, and its key has one form', () => {
  const message = { ...parts, channel: 'websocket' };

  expect(captureKey(message)).toBe('messages/acme/JKJaXmPLvHcESHA=');
  expect(parseCaptureKey(captureKey(message))).toEqual(message);
});

it('an id and its parts are each other', () => {
  const id = captureId('eu-west-2', 'publish', 'JKJaXmPLvHcESHA=');

  expect(id).toBe('eu-west-2.publish.JKJaXmPLvHcESHA=');
  expect(parseCaptureId(id)).toEqual({
    region: 'eu-west-2',
    channel: 'publish',
    requestId: 'JKJaXmPLvHcESHA=',
  });
});

it.each([
  '',
  'captures/',
  'captures/publish/acme',
  'captures/publish/acme/',
  'captures/publish//x',
  'captures/publish/a/b/c',
  'messages/publish/acme/x',
  'messages/acme',
  'messages//x',
  'captures/websocket/acme/x',
  'elsewhere/publish/acme/x',
])('fails for %j, which is no key of a capture', (key) => {
  expect(() => parseCaptureKey(key)).toThrow(MalformedCaptureError);
});

it.each(['', 'eu-west-2', 'eu-west-2.publish', 'eu-west-2.publish.', '.publish.x', 'a.b.c.d'])(
  'fails for %j, which is no id of a capture',
  (id) => {
    expect(() => parseCaptureId(id)).toThrow(MalformedCaptureError);
  },
);

it.each([
  ['publish', 'EXPRESS'],
  ['jobs', 'STANDARD'],
  ['websocket', 'EXPRESS'],
  ['nobody-knows', 'EXPRESS'],
  ['toString', 'EXPRESS'],
])('captures of channel %s are processed by %s workflows', (channel, type) => {
  expect(workflowTypeOf(channel)).toBe(type);
});
