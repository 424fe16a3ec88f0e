import type { Caller, ServiceName } from './call';

/** One action on one resource, as IAM and the fault rules see it. */
export interface GatedCall {
  region: string;
  /** One that is served, or `xray`, which is asked about only. */
  service: ServiceName | 'xray';
  /** IAM action, such as `sqs:SendMessage`. */
  action: string;
  /** ARN of the resource. */
  resource: string;
  caller: Caller;
  /** Aborted when the caller is gone. @default never */
  signal?: AbortSignal;
}

/**
 * Every call of every service passes here, exactly once, after parsing and around its execution. Permissions and
 * faults have their place here and nowhere else.
 */
export interface Gate {
  run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T>;
}

/** Lets every call through and counts it. */
export class OpenGate implements Gate {
  readonly counts = new Map<string, number>();

  async run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    this.counts.set(call.action, (this.counts.get(call.action) ?? 0) + 1);
    return work();
  }
}
