import type { CaptureRecord } from '../../contracts/record';
import { unreachable } from '../unreachable';
import type { ListedCapture } from './format-error';

/** Tells how captures stand now, and does without the records table when it cannot be read. */
export class Standings {
  /** Why records could not be read: the first error. */
  failure?: Error;
  private asking = true;

  constructor(private readonly readRecord: (id: string) => Promise<CaptureRecord | undefined>) {}

  /** Never fails: what cannot be read is unknown. */
  async of(id: string): Promise<ListedCapture> {
    // Waiting for each in vain would outlast the walk that hides the messages.
    if (!this.asking) return { id, unknown: true, stale: false };
    try {
      const { status, attempts, final = false } = (await this.readRecord(id)) ?? {};
      return { id, status, attempts, stale: final };
    } catch (error) {
      this.failure ??= error as Error;
      if (unreachable(error)) this.asking = false;
      return { id, unknown: true, stale: false };
    }
  }
}
