import { backoffSeconds } from '../../contracts/backoff';
import type { LaneReport } from '../../contracts/processing';
import { describeError } from '../shared/infrastructure-error';
import { DeleteBatch } from './delete-batch';
import type { DrainDependencies } from './drain-lane';
import type { LaneQueue, QueuedMessage } from './lane-queue';
import { type Disposal, type LaneScope, settleMessage } from './settle-message';
import { Slots } from './slots';

/** How long a delete waits for others, milliseconds: ten in one call cost what one costs. */
const DELETE_WAIT_MS = 100;

/** The pause after an empty poll that did not wait, milliseconds. */
const IDLE_MS = 1000;

/**
 * One run of a lane: several long polls at the same time, work bounded by slots. Slots are taken before a poll, so
 * what is received starts at once. Trouble of ours stops the polls; what is in flight is finished all the same.
 */
export class LaneRun {
  readonly #slots: Slots;
  readonly #deletes: DeleteBatch;
  readonly #inFlight = new Set<Promise<void>>();

  constructor(
    private readonly queue: Pick<LaneQueue, keyof LaneQueue>,
    private readonly scope: LaneScope,
    /** Epoch ms. */
    private readonly receiveUntil: number,
    private readonly report: LaneReport,
    private readonly deps: DrainDependencies,
  ) {
    this.#slots = new Slots(deps.settings.maxInFlight);
    this.#deletes = new DeleteBatch({
      clock: deps.clock,
      // Where order counts, a group waits for each delete.
      waitMs: queue.ordered ? 0 : DELETE_WAIT_MS,
      deleteBatch: (handles) => queue.deleteBatch(handles),
      onDeleted: ({ deleted, refused }) => {
        report.deleted += deleted;
        if (refused.length > 0) {
          deps.log.warn('deletes refused', { count: refused.length, codes: [...new Set(refused)] });
        }
      },
      onFailure: (error) => this.#stop(describeError(error)),
    });
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.deps.settings.polls }, () => this.#poll()));
    await Promise.all(this.#inFlight);
    await this.#deletes.close();
  }

  get #receiving(): boolean {
    return this.report.stoppedBy === undefined && this.deps.clock.now() < this.receiveUntil;
  }

  #stop(reason: string): void {
    this.report.stoppedBy ??= reason;
  }

  async #poll(): Promise<void> {
    const { clock } = this.deps;
    while (this.#receiving) {
      const taken = await this.#slots.take(this.queue.mostPerReceive);
      const messages = this.#receiving ? await this.#receive(taken) : [];
      this.#slots.give(taken - messages.length);
      for (const message of messages) this.#begin(message);
      if (messages.length === 0 && this.#waitSeconds() === 0 && this.#receiving) await clock.sleep(IDLE_MS);
    }
  }

  async #receive(most: number): Promise<QueuedMessage[]> {
    try {
      const messages = await this.queue.receive(most, this.#waitSeconds());
      this.report.received += messages.length;
      return messages;
    } catch (error) {
      this.#stop(`ReceiveMessage: ${describeError(error)}`);
      return [];
    }
  }

  /** The setting's wait, cut to what is left of the lane's time. */
  #waitSeconds(): number {
    const left = Math.floor((this.receiveUntil - this.deps.clock.now()) / 1000);
    return Math.max(0, Math.min(this.deps.settings.pollSeconds, left));
  }

  #begin(message: QueuedMessage): void {
    const work = this.#work(message).finally(() => {
      this.#inFlight.delete(work);
      this.#slots.give(1);
    });
    this.#inFlight.add(work);
  }

  async #work(message: QueuedMessage): Promise<void> {
    try {
      const stopped = this.report.stoppedBy !== undefined;
      const disposal: Disposal = stopped
        ? { action: 'RELEASE', seconds: this.#untouchedSeconds(message) }
        : await settleMessage(message, this.scope, this.deps);
      if (disposal.stoppedBy) this.#stop(disposal.stoppedBy);
      await this.#dispose(message, disposal);
    } catch (error) {
      // What could not be released comes back when its visibility timeout is over.
      this.#stop(describeError(error));
    }
  }

  /**
   * What a poll brings in after the stop goes back untouched: at once if it is new, else after the wait that its
   * earlier receives have earned, for each drain of a long outage would cost it a receive.
   */
  #untouchedSeconds({ receiveCount }: QueuedMessage): number {
    return receiveCount > 1 ? backoffSeconds(this.deps.settings, receiveCount - 1) : 0;
  }

  async #dispose(message: QueuedMessage, disposal: Disposal): Promise<void> {
    if (disposal.action === 'RELEASE') {
      await this.queue.release(message, disposal.seconds);
      this.report.released += 1;
      return;
    }
    if (disposal.action === 'MOVE') {
      // Copied before it is deleted: a crash in between makes two, never none.
      await this.queue.copyToErrorQueue(message, disposal.reason);
      this.report.movedToErrorQueue += 1;
    }
    this.#deletes.add(message.receiptHandle);
  }
}
