import type { Message } from './message';

/** How long a deduplication id counts, ms. Source: SQS Developer Guide, "Using the message deduplication ID". */
const INTERVAL_MS = 5 * 60 * 1000;

interface Sent {
  messageId: string;
  sequenceNumber: string;
  at: number;
}

/** What a FIFO queue accepted in the last five minutes, whether or not it was received or deleted since. */
export class Deduplication {
  /** In order of sending, so that the oldest are first. */
  private readonly sent = new Map<string, Sent>();

  constructor(private readonly scope: 'queue' | 'messageGroup') {}

  /** The message that was accepted under the same id, if that is not too long ago. */
  earlier(message: Message, now: number): Sent | undefined {
    for (const [key, { at }] of this.sent) {
      if (at + INTERVAL_MS > now) {
        break;
      }
      this.sent.delete(key);
    }
    return this.sent.get(this.key(message));
  }

  remember({ id, sequenceNumber = '', ...rest }: Message, now: number): void {
    this.sent.set(this.key(rest), { messageId: id, sequenceNumber, at: now });
  }

  private key({ groupId, deduplicationId }: Pick<Message, 'groupId' | 'deduplicationId'>): string {
    return this.scope === 'queue' ? String(deduplicationId) : JSON.stringify([groupId, deduplicationId]);
  }
}
