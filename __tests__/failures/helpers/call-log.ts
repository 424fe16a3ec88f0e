import { AwsError } from '../../../local/core/aws-error';
import type { Gate, GatedCall } from '../../../local/core/gate';
import type { LocalCloud } from '../../../local/local-cloud';
import type { Deployment } from '../../e2e/helpers/deployment';

/** A call that reached a service, and how it ended there, whether or not anybody heard of it. */
export interface LoggedCall {
  action: string;
  resource: string;
  principal: string;
  /** `done`, or the error's code; absent while the call is under way. */
  ending?: string;
}

/** Every call that a deployment makes from now on, oldest first. */
export class CallLog implements Gate {
  readonly calls: LoggedCall[] = [];

  private constructor(private readonly inner: Gate) {}

  /** Puts itself before the gate that every call of every service passes. */
  static of({ cloud: { services } }: Deployment): CallLog {
    const cloud = services.cloud as LocalCloud;
    const log = new CallLog(cloud.gate);
    cloud.gate = log;
    return log;
  }

  async run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    const { action, resource, caller } = call;
    const logged: LoggedCall = { action, resource, principal: caller.principal };
    this.calls.push(logged);
    try {
      const result = await this.inner.run(call, work);
      logged.ending = 'done';
      return result;
    } catch (error) {
      logged.ending = error instanceof AwsError ? error.code : (error as Error).name;
      throw error;
    }
  }
}
