import { type Assumption, assumeRole } from '../core/assume-role';
import type { GatedCall } from '../core/gate';
import type { Services } from '../services';

/**
 * Tries a role out when a resource is created with it, as the service does on AWS.
 * @param complaint what the service says on AWS when it may not assume the role
 * @throws Error with the complaint and who is denied what
 */
export async function requireAssumable(
  { cloud }: Pick<Services, 'cloud'>,
  assumption: Assumption,
  complaint: string,
): Promise<void> {
  try {
    await assumeRole(cloud, assumption);
  } catch (cause) {
    throw new Error(`${complaint}: ${(cause as Error).message}`, { cause });
  }
}

/** Actions on every resource that a service insists on when a resource is created. */
export interface Requirement extends Pick<GatedCall, 'region' | 'service'> {
  roleArn: string;
  actions: string[];
  /** What the service says on AWS when one of them is missing. */
  complaint: string;
}

/** @throws Error with the complaint and who is denied what */
export async function requireActions(
  { cloud }: Pick<Services, 'cloud'>,
  { roleArn, actions, complaint, ...where }: Requirement,
): Promise<void> {
  const caller = { principal: roleArn };
  try {
    for (const action of actions) {
      await cloud.gate.run({ ...where, action, resource: '*', caller }, () => undefined);
    }
  } catch (cause) {
    throw new Error(`${complaint}: ${(cause as Error).message}`, { cause });
  }
}
