import type { AwsRequest, AwsResponse, Caller, ServiceName } from './call';
import type { Gate } from './gate';

/** What the parts of the local cloud share. Built once per start by `local/cloud.ts`. */
export interface Cloud {
  readonly accountId: string;
  readonly partition: string;
  readonly gate: Gate;
  /** `http://127.0.0.1:<port>`; known once the front door listens. */
  readonly endpoint: string;
  /** Epoch ms. Real time, unless a unit test injects another. */
  now(): number;
  /** Hands a call to a service, as the front door does for HTTP. */
  handle(service: ServiceName, request: AwsRequest): Promise<AwsResponse>;
  /**
   * Calls a JSON-protocol operation from inside, e.g. `call('eu-west-1', 'dynamodb', 'UpdateItem', input, caller)`.
   * @throws AwsError as the service answered
   */
  call<T>(
    region: string,
    service: ServiceName,
    operation: string,
    input: unknown,
    caller: Caller,
  ): Promise<T>;
}
