import type { Caller } from './call';
import type { Cloud } from './cloud';

/** A service that is about to act with a role. */
export interface Assumption {
  region: string;
  roleArn: string;
  /** Service principal, such as `states.amazonaws.com`. */
  service: string;
  /** The resource for which it acts, where the service says so: then `aws:SourceArn` and `aws:SourceAccount` are set. */
  sourceArn?: string;
  /** @default the role's name */
  sessionName?: string;
}

/**
 * Assumes a role for a service, as every service does before it acts.
 * @throws AwsError `AccessDenied` when the role's trust policy does not let it
 */
export function assumeRole(cloud: Pick<Cloud, 'gate'>, assumption: Assumption): Promise<Caller> {
  const { region, roleArn, service, sourceArn, sessionName } = assumption;
  return cloud.gate.run(
    {
      region,
      service: 'sts',
      action: 'sts:AssumeRole',
      resource: roleArn,
      caller: { principal: service, sourceArn },
    },
    () => ({ principal: roleArn, sessionName }),
  );
}
