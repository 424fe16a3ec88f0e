import type { Settings } from '../config/settings';
import { ENV, type IngestRegion } from '../contracts/environment';
import { captureQueueName, errorQueueName } from '../contracts/naming';
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
      allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], this.arns(captureQueueName)),
    );
  }

  /** Lets a function send to the capture queues, and tells it the regions. */
  grantPutBack(fn: NodeFunction): void {
    fn.wire(
      this.regionVariables(),
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.arns(captureQueueName)),
    );
  }

  /** Lets a function empty the capture queues, and move what is exhausted to the error queues. */
  grantDrain(fn: NodeFunction): void {
    fn.wire(
      { [ENV.name]: this.settings.name },
      allow(
        ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        this.arns(captureQueueName),
      ),
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.arns(errorQueueName)),
    );
  }

  /** Lets a function send to the error queues. */
  grantExhaust(fn: NodeFunction): void {
    fn.wire(
      { [ENV.name]: this.settings.name },
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], this.arns(errorQueueName)),
    );
  }

  private regionVariables(): Record<string, string> {
    const regions: IngestRegion[] = this.settings.ingest.map(({ region, maxProcessingAttempts }) => ({
      region,
      maxAttempts: maxProcessingAttempts,
    }));
    return { [ENV.name]: this.settings.name, [ENV.ingestRegions]: JSON.stringify(regions) };
  }

  private arns(queueName: (name: string) => string): string[] {
    return this.settings.ingest.map(({ region }) =>
      this.stack.arn('sqs', queueName(this.settings.name), region),
    );
  }
}
