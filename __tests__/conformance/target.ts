/** Region of all fixtures, and of the clients that name no other. */
export const REGION = 'eu-west-2';
/** Where replicas of secrets lie. */
export const REPLICA_REGION = 'us-east-1';

export interface QueueProps {
  /** @default false */
  fifo?: boolean;
  /** FIFO only. @default false */
  contentBasedDeduplication?: boolean;
  /** FIFO only: where a deduplication id counts. @default queue */
  deduplicationScope?: 'queue' | 'messageGroup';
  /** Seconds. @default 0 */
  delaySeconds?: number;
  /** Seconds. @default 30 */
  visibilityTimeoutSeconds?: number;
  /** Bytes. @default 1,048,576, as the stacks set it */
  maxMessageBytes?: number;
  redrive?: { deadLetterTargetArn: string; maxReceiveCount: number };
}

export interface Named {
  name: string;
  arn: string;
}

export interface StateMachineProps {
  type: 'STANDARD' | 'EXPRESS';
  /** In the Amazon States Language. */
  definition: Record<string, unknown>;
}

/** An event bus with an archive of everything and a rule. */
export interface Bus extends Named {
  archiveArn: string;
  /** Events that the rule's target has got so far, oldest first. */
  delivered(): Promise<Record<string, unknown>[]>;
}

/** What the same tests run against: makes fixtures, which no test makes through the calls that it is about. */
export interface Target {
  /** Base URL of every service. */
  readonly endpoint: string;
  readonly accountId: string;
  createBucket(): Promise<string>;
  /** Has a bucket report `s3:ObjectCreated:*` below a prefix to a queue. */
  notify(bucket: string, queueArn: string, prefix: string): Promise<void>;
  createQueue(props?: QueueProps): Promise<{ url: string; arn: string }>;
  /** The records table: key `id`, sparse index `attention` (hash `attention`, range `claimedAt`). @returns its name */
  createRecordsTable(): Promise<string>;
  /** Those made before may be gone: moto keeps one at a time. */
  createStateMachine(props: StateMachineProps): Promise<Named>;
  createBus(pattern: Record<string, unknown>): Promise<Bus>;
  /** A secret without a value, with a replica. @returns its name */
  createSecret(): Promise<string>;
  /** A REST API of an OpenAPI document for a role that may put objects, deployed. @returns where its stage is served */
  createApi(documentFor: (roleArn: string) => Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
}

/** Names of implementations. */
export type TargetName = 'local' | 'moto';

/** Which implementation `PILLARBOX_CONFORMANCE` chooses. @throws Error for an unknown one */
export function chosenTarget(): TargetName {
  const name = process.env.PILLARBOX_CONFORMANCE ?? 'local';
  if (name === 'local' || name === 'moto') return name;
  throw new Error(`PILLARBOX_CONFORMANCE: received ${name}, allowed are local and moto`);
}
