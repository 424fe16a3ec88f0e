import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import type { Channel } from '../../../contracts/capture';
import { uploads } from '../../../processors/uploads';
import { type Capture, type Processor, RejectedError } from '../../../contracts/processor';
import { jobs } from '../../../processors/jobs';

/** What a test can ask of the processor, as JSON in the payload. */
interface Order {
  throw?: string;
  reject?: string;
  /** Fails while `attempt` is at most this. */
  failUntil?: number;
  /** Ends the whole function, past the code that calls the processor. */
  crash?: Crash;
  /** Takes so long, milliseconds. */
  takes?: number;
  /** Is handed to the job that is shipped. */
  shipped?: true;
}
type Crash = 'throwLater' | 'rejectLater' | 'exit' | 'hang';

const never = () => new Promise<never>(() => {});

const crashes: Record<Crash, () => Promise<never>> = {
  throwLater: () => {
    setTimeout(() => {
      throw new RangeError('thrown by a timer');
    }, 1);
    return never();
  },
  rejectLater: () => {
    void Promise.reject(new RangeError('rejected on its own'));
    return never();
  },
  exit: () => process.exit(1),
  hang: never,
};

/** Does as the payload says, else answers with what arrived. */
async function obey(capture: Capture): Promise<unknown> {
  const body = await buffer(capture.body);
  const order = orderIn(body);
  if (order.shipped) return jobs({ ...capture, body: Readable.from([body]) });
  const startedAt = Date.now();
  if (order.takes) await sleep(order.takes);
  if (order.throw) throw new TypeError(order.throw);
  if (order.crash) return crashes[order.crash]();
  if (order.reject) throw new RejectedError(order.reject);
  if (order.failUntil && capture.attempt <= order.failUntil)
    throw new Error(`attempt ${capture.attempt} fails`);
  const { body: _, ...about } = capture;
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { ...about, sha256, ...(order.takes && { startedAt, endedAt: Date.now() }) };
}

function orderIn(body: Buffer): Order {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Order;
  } catch {
    return {};
  }
}

export const processors: Record<Channel, Processor> = {
  publish: obey,
  jobs: obey,
  uploads,
  webhooks: obey,
  websocket: obey,
};
