import type { Clock } from '../shared/clock';
import { type DeleteResult, MAX_BATCH } from './lane-queue';

export interface DeleteBatchProps {
  /** Deletes up to ten messages. */
  deleteBatch: (receiptHandles: string[]) => Promise<DeleteResult>;
  clock: Pick<Clock, 'sleep'>;
  /** How long a delete waits for company, milliseconds; far below the second by which visibility outlives a lease. */
  waitMs: number;
  onDeleted: (result: DeleteResult) => void;
  /** A message that is not deleted comes back, and its record says that it is done. */
  onFailure: (error: unknown) => void;
}

/** Collects deletes: ten in one call cost what one costs. */
export class DeleteBatch {
  #pending: string[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly props: DeleteBatchProps) {}

  add(receiptHandle: string): void {
    this.#pending.push(receiptHandle);
    if (this.#pending.length >= MAX_BATCH) this.#flush();
    else if (this.#pending.length === 1) {
      void this.props.clock.sleep(this.props.waitMs).then(() => this.#flush());
    }
  }

  /** Deletes what is left and waits until all is done. */
  async close(): Promise<void> {
    this.#flush();
    await Promise.all(this.#running);
  }

  #flush(): void {
    const batch = this.#pending;
    if (batch.length === 0) return;
    this.#pending = [];
    const run = this.#delete(batch).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #delete(batch: string[]): Promise<void> {
    try {
      this.props.onDeleted(await this.props.deleteBatch(batch));
    } catch (error) {
      this.props.onFailure(error);
    }
  }
}
