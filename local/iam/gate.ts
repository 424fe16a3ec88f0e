import { type GatedCall, OpenGate } from '../core/gate';
import type { IamService } from './service';

/** Lets through, and counts, what the policies of the stacks allow. */
export class IamGate extends OpenGate {
  constructor(private readonly iam: Pick<IamService, 'authorize'>) {
    super();
  }

  /** @throws AwsError `AccessDenied` or `AccessDeniedException` */
  override async run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    this.iam.authorize(call);
    return super.run(call, work);
  }
}
