import { parseNotification } from '../../../lambdas/drain-lane/parse-notification';
import { UnparseableMessageError } from '../../../lambdas/drain-lane/unparseable-message';
import { aCapture, BUCKET, REGION, s3Event } from '../../helpers/captures';

const scope = { region: REGION, bucket: BUCKET, maxAttempts: 3 };
const parse = (body: string) => parseNotification(body, scope);

/** The event of one capture with some member of its object changed. */
function withObject(change: object): string {
  const event = JSON.parse(s3Event(aCapture()));
  Object.assign(event.Records[0].s3.object, change);
  return JSON.stringify(event);
}

it('each record is a capture, and nothing in it differs between two deliveries', () => {
  const captures = [aCapture(), aCapture({ size: 0 })];
  const again = s3Event(...captures).replaceAll('0055AED6DCD90281E5', '0055AED6DCD90281E6');

  expect(parse(s3Event(...captures))).toEqual(captures);
  expect(parse(again)).toEqual(captures);
});

it('keys are form-encoded: a plus is a space, a percent sign what it stands for', () => {
  const [capture] = parse(withObject({ key: 'captures/publish/acme/a+b%2Bc%3D%C3%A9' }));

  expect(capture).toMatchObject({
    key: 'captures/publish/acme/a b+c=é',
    id: 'eu-west-2.publish.a b+c=é',
  });
});

it('a message that is put back is named like a capture', () => {
  const message = aCapture({ id: `${REGION}.websocket.m`, channel: 'websocket', key: 'messages/acme/m' });

  expect(parse(s3Event(message))).toEqual([message]);
});

it("S3's test event names no captures", () => {
  expect(parse('{"Service":"Amazon S3","Event":"s3:TestEvent"}')).toEqual([]);
});

it.each([
  ['no JSON', '{'],
  ['no object', '"text"'],
  ['null', 'null'],
  ['no records', '{}'],
  ['an empty list of records', '{"Records":[]}'],
  ['a record of something else', '{"Records":[{"Sns":{}}]}'],
  ['a null record', '{"Records":[null]}'],
  ['another bucket', s3Event(aCapture({ bucket: 'other' }))],
  ['a key that is no capture', s3Event(aCapture({ key: 'elsewhere/a/b' }))],
  ['a broken escape in the key', withObject({ key: 'captures/publish/acme/%E0%A4' })],
  ['no size', withObject({ size: undefined })],
  ['a size that is none', withObject({ size: '2' })],
  ['no entity tag', withObject({ eTag: undefined })],
])('fails for a message with %s', (_, body) => {
  expect(() => parse(body)).toThrow(UnparseableMessageError);
});

it('an error does not quote what it could not read', () => {
  expect(() => parse('{"token": secret}')).toThrow(/^the message is not JSON$/);
});
