import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Capture, RejectedError } from '../contracts/processor';

/** What the sample job records: that it was there for so long. */
export interface JobResult {
  /** As ordered. */
  seconds: number;
  /** Epoch ms. */
  startedAt: number;
  /** Epoch ms. */
  endedAt: number;
}

/**
 * Longest sample job, seconds: `standardProcessTimeoutSeconds` by default, 480, less a minute to begin and to end in. What exceeds the
 * function's time fails as often as it may be tried: raise this together with `standardTimeoutSeconds`, to 840 at most.
 */
export const MAX_JOB_SECONDS = 420;

/** Longest order that is read, bytes. */
const MAX_ORDER_BYTES = 100 * 1024;

/** The sample job, `{"seconds": n}`: takes its time, and says from when to when. */
export async function jobs({ size, body }: Capture): Promise<JobResult> {
  if (size > MAX_ORDER_BYTES) {
    throw new RejectedError(`the job: received ${size} bytes, allowed are ${MAX_ORDER_BYTES}`);
  }
  const seconds = secondsIn((await buffer(body)).toString('utf8'));
  const startedAt = Date.now();
  await sleep(seconds * 1000);
  return { seconds, startedAt, endedAt: Date.now() };
}

/** The model at the API says what a job looks like; this is what it cannot know, and what came another way. */
function secondsIn(text: string): number {
  const order = parse(text);
  const seconds =
    typeof order === 'object' && order !== null && 'seconds' in order ? order.seconds : undefined;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_JOB_SECONDS) return seconds;
  throw new RejectedError(
    `seconds: received ${JSON.stringify(seconds) ?? 'nothing'}, allowed is a number from 0 to ${MAX_JOB_SECONDS}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RejectedError('the job is not JSON');
  }
}
