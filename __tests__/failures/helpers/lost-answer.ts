import { AwsError } from '../../../local/core/aws-error';
import type { Gate } from '../../../local/core/gate';
import { glob } from '../../../local/iam/glob';
import type { LocalCloud } from '../../../local/local-cloud';
import type { Deployment } from '../../e2e/helpers/deployment';

/** Has a service do what the next call of an action by a principal asks for, and answer `InternalServerError` (500). */
export function loseAnswer(
  { cloud: { services } }: Deployment,
  { action, principal }: { action: string; principal: string },
): void {
  const cloud = services.cloud as LocalCloud;
  const inner = cloud.gate;
  const isCaller = glob(principal);
  let lost = false;
  const gate: Gate = {
    run: async (call, work) => {
      const result = await inner.run(call, work);
      if (lost || call.action !== action || !isCaller(call.caller.principal)) return result;
      lost = true;
      throw new AwsError('InternalServerError', 'The answer to what was done is lost.', 500);
    },
  };
  cloud.gate = gate;
}
