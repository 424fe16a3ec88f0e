import type { AwsRequest, AwsResponse, AwsService, Caller, ServiceName } from './core/call';
import type { Cloud } from './core/cloud';
import { type Gate, OpenGate } from './core/gate';
import { refusal } from './front-door/respond';
import { callJson } from './protocol/json-call';

/** The account that everything local lives in. */
const ACCOUNT_ID = '000000000000';

/** One start of the local cloud: the door by which every call reaches its service. */
export class LocalCloud implements Cloud {
  readonly accountId = ACCOUNT_ID;
  readonly partition = 'aws';
  /** Open until somebody closes it. */
  gate: Gate = new OpenGate();
  /** Set when the front door listens. */
  endpoint = '';
  private readonly services = new Map<ServiceName, AwsService>();

  /** Puts a service behind the door. */
  serve(name: ServiceName, service: AwsService): void {
    this.services.set(name, service);
  }

  serves(name: string): name is ServiceName {
    return this.services.has(name as ServiceName);
  }

  now(): number {
    return Date.now();
  }

  async handle(service: ServiceName, request: AwsRequest): Promise<AwsResponse> {
    const found = this.services.get(service);
    return (
      found?.handle(request) ?? refusal(501, 'NotImplemented', `${service} is not served by the local cloud.`)
    );
  }

  call<T>(
    region: string,
    service: ServiceName,
    operation: string,
    input: unknown,
    caller: Caller,
  ): Promise<T> {
    return callJson<T>((name, request) => this.handle(name, request), {
      region,
      service,
      operation,
      input,
      caller,
    });
  }
}
