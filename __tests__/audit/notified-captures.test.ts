import { notifiedCaptures } from '../../audit/notified-captures';
import { anObject, notification, TARGET } from '../helpers/end-states';

it("names every capture of S3's event, its key decoded, by the region of its bucket", () => {
  const { Records } = JSON.parse(notification(anObject('us-east-1', 'a+b=', 'x')));
  const [other] = JSON.parse(notification(anObject('eu-west-2', 'c', 'x'))).Records;

  expect(notifiedCaptures(TARGET, JSON.stringify({ Records: [...Records, other] }))).toEqual([
    'us-east-1.publish.a+b=',
    'eu-west-2.publish.c',
  ]);
});

it.each([
  ['no JSON', 'nonsense'],
  ['no event', '{}'],
  ['no object', '{"Records":[{"s3":{}}]}'],
  ['a strange bucket', notification({ ...anObject('us-east-1', 'a', 'x'), bucket: 'other' })],
  ['a strange key', notification({ ...anObject('us-east-1', 'a', 'x'), key: 'captures/a' })],
])('names nothing in %s', (_, body) => {
  expect(notifiedCaptures(TARGET, body)).toEqual([]);
});
