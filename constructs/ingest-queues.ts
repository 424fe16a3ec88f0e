import type { Settings } from '../config/settings';
import { ENV, type IngestRegion } from '../contracts/environment';
import { type QueueKind, queueNames } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RegionalStack } from './regional-stack';

/** The queues of all ingest regions, seen from the centre: known by name, for the stacks share no references. */
export class IngestQueues {
  constructor(
    private readonly stack: RegionalStack,
    private readonly settings: Pick<Settings, 'name' | 'ingest'>,
  ) {}

  /** Lets a function ask what waits in every region, and tells it the regions. */
  grantBacklog(fn: NodeFunction): void {
    fn.wire(
      this.regionVariables(),
      allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], this.queues('captures', 'messages')),
    );
  }

  /** Lets a function send to the capture queues, and tells it the regions. */
  grantPutBack(fn: NodeFunction): void {
    fn.wire(this.regionVariables(), allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.queues('captures')));
  }

  /** Lets a function empty the queues, and move what is exhausted to the error queues. */
  grantDrain(fn: NodeFunction): void {
    fn.wire(
      { [ENV.name]: this.settings.name },
      allow(
        ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        this.queues('captures', 'messages'),
      ),
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.errorQueues('captures', 'messages')),
    );
  }

  /** Lets a function send to the error queues of the captures. */
  grantExhaust(fn: NodeFunction): void {
    fn.wire(
      { [ENV.name]: this.settings.name },
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.errorQueues('captures')),
    );
  }

  private regionVariables(): Record<string, string> {
    const regions: IngestRegion[] = this.settings.ingest.map(({ region, maxProcessingAttempts }) => ({
      region,
      maxAttempts: maxProcessingAttempts,
    }));
    return { [ENV.name]: this.settings.name, [ENV.ingestRegions]: JSON.stringify(regions) };
  }

  private queues(...kinds: QueueKind[]): string[] {
    return kinds.flatMap((kind) => this.arns(queueNames(this.settings.name, kind).queue));
  }

  private errorQueues(...kinds: QueueKind[]): string[] {
    return kinds.flatMap((kind) => this.arns(queueNames(this.settings.name, kind).errorQueue));
  }

  /** ARNs of a queue in every ingest region. */
  private arns(queueName: string): string[] {
    return this.settings.ingest.map(({ region }) => this.stack.arn('sqs', queueName, region));
  }
}
