import { buffer } from 'node:stream/consumers';
import { createHash } from 'node:crypto';
import type { Channel } from '../../../contracts/capture';
import { type Capture, type Processor, RejectedError } from '../../../contracts/processor';

/** What a test can ask of the processor, as JSON in the payload. */
interface Order {
  throw?: string;
  reject?: string;
  /** Fails while `attempt` is at most this. */
  failUntil?: number;
}

/** Does as the payload says, else answers with what arrived. */
async function obey(capture: Capture): Promise<unknown> {
  const body = await buffer(capture.body);
  const order = orderIn(body);
  if (order.throw) throw new TypeError(order.throw);
  if (order.reject) throw new RejectedError(order.reject);
  if (order.failUntil && capture.attempt <= order.failUntil)
    throw new Error(`attempt ${capture.attempt} fails`);
  const { body: _, ...about } = capture;
  return { ...about, sha256: createHash('sha256').update(body).digest('hex') };
}

function orderIn(body: Buffer): Order {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Order;
  } catch {
    return {};
  }
}

export const processors: Record<Channel, Processor> = { publish: obey };
