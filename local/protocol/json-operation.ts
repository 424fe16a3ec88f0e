import type { AwsRequest, Caller } from '../core/call';

/** What an operation knows of the request besides its input. */
export interface OperationContext {
  region: string;
  caller: Caller;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

/** One operation of a JSON-protocol service. `Service` is what it works on: the service's state and neighbours. */
export interface JsonOperation<Service, Input, Output> {
  /** IAM action, such as `sqs:SendMessage`; not always the operation's own name. */
  action: string;
  /** ARN that the call is evaluated against; may name something that does not exist. */
  resource(input: Input, service: Service, context: OperationContext): string;
  /** Executes. @throws AwsError as the service answers it */
  run(input: Input, service: Service, context: OperationContext): Output | Promise<Output>;
}

/** Operations by name. Their inputs differ, so a table of them knows them by their common shape only. */
export type JsonOperations<Service> = Record<string, JsonOperation<Service, never, unknown>>;

/** The context of a request. */
export function contextOf({ region, caller, signal }: AwsRequest): OperationContext {
  return { region, caller, signal };
}
