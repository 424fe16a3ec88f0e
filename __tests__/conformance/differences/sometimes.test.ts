import { describeFailure } from './describe-failure';
import { OTHER_DIFFERENCES } from './others';
import { S3_DIFFERENCES } from './s3';
import { SQS_DIFFERENCES } from './sqs';

/** How a behaviour fails when something else than the listed race or random number is the matter. */
const OTHER_FAILURES: [string, () => void][] = [
  ['nobody wins', () => expect(['IN_FLIGHT']).toHaveLength(0)],
  ['nobody of many wins', () => expect([]).toHaveLength(1)],
  ['somebody loses without a reason', () => expect(['IN_FLIGHT']).toHaveLength(9)],
  ['an attempt is not counted', () => expect(0).toBe(1)],
  ['nobody holds the key', () => expect(['DUPLICATE', 'DUPLICATE']).toEqual(['DUPLICATE', 'HELD'])],
  ['another payload', () => expect(['OTHER_PAYLOAD', 'HELD']).toEqual(['DUPLICATE', 'HELD'])],
  ['another text', () => expect('x').toBe('0')],
  ['a number that stays', () => expect(0).toBeGreaterThan(0)],
  ['another attribute', () => expect({}).toMatchObject({ MessageGroupId: 'a' })],
  [
    'the target is away',
    () => {
      throw new Error('connect ECONNREFUSED 127.0.0.1:5000');
    },
  ],
];

const EXPECTED_FAILURES: [string, () => void][] = [
  ['of ten Claims at once one gets the capture', () => expect(['CLAIMED', 'CLAIMED']).toHaveLength(1)],
  [
    'an idempotency key is held by one of many, and handed on when its holder failed',
    () => expect(['DUPLICATE', 'HELD', 'HELD']).toEqual(['DUPLICATE', 'DUPLICATE', 'HELD']),
  ],
  ['of racing puts with If-None-Match: * one wins', () => expect([1, 2]).toHaveLength(1)],
  [
    'a message tells group, deduplication id and a sequence number that rises',
    () => expect(-5e20).toBeGreaterThan(0),
  ],
];

describe('a difference that comes and goes', () => {
  const all = [...S3_DIFFERENCES, ...SQS_DIFFERENCES, ...OTHER_DIFFERENCES];
  const listed = all.filter(({ sometimes }) => sometimes);

  it.each(EXPECTED_FAILURES)('is recognized in "%s"', (sentence, fail) => {
    const difference = listed.find(({ behaviours }) => behaviours.includes(sentence));

    expect(failureOf(fail)).toMatch(difference?.shows as RegExp);
  });

  it.each(OTHER_FAILURES)('is not taken for another failure: %s', (_what, fail) => {
    expect(listed.filter(({ shows }) => shows.test(failureOf(fail)))).toEqual([]);
  });
});

function failureOf(fail: () => void): string {
  try {
    fail();
  } catch (error) {
    return describeFailure(error);
  }
  throw new Error('that is no failure');
}
