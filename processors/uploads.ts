import type { Capture } from '../contracts/processor';
import { type PublishResult, publish } from './publish';

/** Reads an upload of any size as it streams by: its size, its digest, and whether it is JSON. */
export function uploads(capture: Capture): Promise<PublishResult> {
  return publish(capture);
}
