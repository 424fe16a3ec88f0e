import type { CaptureRecord } from '../../../contracts/record';
import { judgeCapture } from '../../../lambdas/reconcile/judge-capture';
import { aCapture, aRecord } from '../../helpers/captures';

const QUIET_SINCE = 1_000_000;
const BEFORE = QUIET_SINCE - 1;
const AFTER = QUIET_SINCE + 1;
const judge = (record: Partial<CaptureRecord> | undefined) =>
  judgeCapture(record && aRecord(aCapture(), { claimedAt: BEFORE, leaseExpiresAt: BEFORE, ...record }), {
    maxAttempts: 3,
    quietSince: QUIET_SINCE,
  });

it('a capture without a record is unheld', () => {
  expect(judge(undefined)).toBe('UNHELD');
});

it.each<Partial<CaptureRecord>>([
  { status: 'COMPLETED', final: true },
  { status: 'REJECTED', final: true },
  { status: 'DUPLICATE', final: true },
  { status: 'FAILED', attempts: 1, final: true },
  { status: 'FAILED', attempts: 3, final: true },
])('a terminal record is done: %j', (record) => {
  expect(judge(record)).toBe('DONE');
});

it.each([
  ['is live', { leaseExpiresAt: AFTER }, 'HELD'],
  ['has been over for long', {}, 'UNHELD'],
  ['was ended by trouble of ours of late', { claimedAt: AFTER, leaseExpiresAt: 0 }, 'HELD'],
  ['was ended by trouble of ours long ago', { leaseExpiresAt: 0 }, 'UNHELD'],
  ['has been over for long, in a last attempt', { attempts: 3 }, 'UNHELD'],
  ['has been over for long, in an attempt after a redrive', { attempts: 5 }, 'UNHELD'],
  ['ended at the very bound', { leaseExpiresAt: QUIET_SINCE }, 'UNHELD'],
])('a capture in processing whose lease %s is %j', (_, record, expected) => {
  expect(judge({ status: 'PROCESSING', ...record })).toBe(expected);
});

it.each([
  ['failed of late', { attempts: 2, completedAt: AFTER }, 'HELD'],
  ['failed long ago', { attempts: 2, completedAt: BEFORE }, 'UNHELD'],
  ['failed long ago for the last time', { attempts: 3, completedAt: BEFORE }, 'EXHAUSTED'],
  ['failed of late for the last time', { attempts: 3, completedAt: AFTER }, 'EXHAUSTED'],
  ['failed after a redrive', { attempts: 4, completedAt: BEFORE }, 'EXHAUSTED'],
])('a capture that %s is %j', (_, record, expected) => {
  expect(judge({ status: 'FAILED', ...record })).toBe(expected);
});

it.each<Partial<CaptureRecord>>([
  { status: 'PROCESSING', leaseExpiresAt: 0 },
  { status: 'FAILED', attempts: 2, completedAt: BEFORE },
  { status: 'FAILED', attempts: 3, completedAt: BEFORE },
])('a job that the sweep knows of is held, however long that takes: %j', (record) => {
  expect(judge({ ...record, unfinished: 'STANDARD', dueAt: BEFORE, maxAttempts: 3 })).toBe('HELD');
});
