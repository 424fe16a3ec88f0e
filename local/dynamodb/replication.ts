import type { Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import { PendingTimers } from '../core/pending-timers';
import type { Data, DynamoDbEngine } from './engine';

/** First and longest pause before an item is tried again, ms: replicas catch up soon after an outage. DynamoDB documents no times. */
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 1000;

/** A table in one region. */
interface TablePlace {
  region: string;
  arn: string;
  engine: DynamoDbEngine;
}

/** From which table to which of its replicas, and as whom. */
export interface ReplicationProps {
  /** Name of the table, in every region. */
  name: string;
  from: TablePlace;
  to: TablePlace;
  caller: Caller;
  cloud: Pick<Cloud, 'gate'>;
}

/**
 * Carries the writes to a table to one of its replicas in the background: each changed item as it stands by then, one
 * after the other, again and again while one of the two regions cannot be reached.
 */
export class Replication {
  /** Keys of the items to be carried, by their text, in the order of their first change. */
  private readonly changed = new Map<string, Data>();
  private readonly retries = new PendingTimers();
  private running = false;

  constructor(private readonly props: ReplicationProps) {}

  /** Notes that an item was changed or deleted. Returns at once: no write waits for a replica. */
  note(key: Data): void {
    this.changed.set(JSON.stringify(key), key);
    if (!this.running) void this.run(FIRST_RETRY_MS);
  }

  stop(): void {
    this.retries.stop();
  }

  private async run(pauseMs: number): Promise<void> {
    this.running = true;
    for (const [text, key] of this.changed) {
      this.changed.delete(text);
      try {
        await this.carry(key);
      } catch {
        this.changed.set(text, key);
        this.retries.after(pauseMs, () => void this.run(Math.min(pauseMs * 2, MAX_RETRY_MS)));
        return;
      }
    }
    this.running = false;
  }

  private async carry(Key: Data): Promise<void> {
    const { from, to } = this.props;
    const { Item } = await this.ask(from, 'GetItem', { Key });
    if (Item) await this.ask(to, 'PutItem', { Item });
    else await this.ask(to, 'DeleteItem', { Key });
  }

  private ask(
    { region, arn, engine }: TablePlace,
    operation: 'GetItem' | 'PutItem' | 'DeleteItem',
    input: Data,
  ): Promise<Data> {
    const { name, caller, cloud } = this.props;
    return cloud.gate.run(
      { region, service: 'dynamodb', action: `dynamodb:${operation}`, resource: arn, caller },
      () => engine.execute(operation, { TableName: name, ...input }),
    );
  }
}
