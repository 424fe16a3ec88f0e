import { createHash } from 'node:crypto';
import { Draw } from './draw';
import type { PlannedCapture } from './plan-captures';

/** The bytes of a capture: equal for equal orders and seeds. */
export function payloadOf({ order, paddingBytes }: PlannedCapture, seed: number): Buffer {
  const draw = new Draw(seed ^ Math.imul(order.payload + 1, 0x9e3779b1));
  const padding = Buffer.alloc(paddingBytes);
  for (let at = 0; at < padding.length; at += 1) padding[at] = draw.whole(0, 255);
  return Buffer.concat([Buffer.from(`${JSON.stringify(order)}\n`), padding]);
}

/** By which an object is known again, hex. */
export const sha256Of = (payload: Buffer) => createHash('sha256').update(payload).digest('hex');
