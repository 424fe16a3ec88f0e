/** One event of a log stream. */
export interface LogEvent {
  /** Epoch ms. */
  timestamp: number;
  stream: string;
  message: string;
}

/**
 * Events kept per group. CloudWatch keeps them by age; memory is bounded by number instead. At 200 bytes each a full
 * group takes about 10 MB.
 */
export const MAX_EVENTS_PER_GROUP = 50_000;

/** The latest events of one log group, oldest first. */
export class LogGroup {
  private events: LogEvent[] = [];

  add(event: LogEvent): void {
    this.events.push(event);
    if (this.events.length >= 2 * MAX_EVENTS_PER_GROUP)
      this.events = this.events.slice(-MAX_EVENTS_PER_GROUP);
  }

  /** Events from `since` (epoch ms) on that contain `text`, at most the latest `limit` of them. */
  find({ since = 0, text = '', limit = MAX_EVENTS_PER_GROUP }: LogQuery = {}): LogEvent[] {
    return this.events
      .filter((event) => event.timestamp >= since && event.message.includes(text))
      .slice(-limit);
  }
}

/** What to look for in a log group. */
export interface LogQuery {
  /** Epoch ms. @default everything */
  since?: number;
  /** Text that the message contains. @default any */
  text?: string;
  /** At most so many, the latest. @default all that are kept */
  limit?: number;
}
