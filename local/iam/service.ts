import type { GatedCall } from '../core/gate';
import { accessDenied } from './access-denied';
import { Decisions } from './decisions';
import { type Denial, evaluate, type Policies } from './evaluate';
import { parsePolicy, type Statement } from './policy';

/** A role as the stacks define it. */
export interface Role {
  arn: string;
  name: string;
  /** Permission policies by name. */
  policies: Map<string, Statement[]>;
}

/** A call that was denied. */
export interface DeniedCall {
  /** Epoch ms. */
  at: number;
  action: string;
  resource: string;
  /** As the caller reads it. */
  message: string;
}

/** Denied calls kept. */
const MAX_DENIED = 1000;

/** Who asks their identity needs no permission, and no Deny keeps them from it (STS API reference, GetCallerIdentity). */
const ALWAYS_ALLOWED = 'sts:GetCallerIdentity';

/** Roles, policies and what follows from them. IAM is global: one service for all regions. */
export class IamService {
  /** The latest denied calls, oldest first. */
  readonly denied: DeniedCall[] = [];
  private readonly roles = new Map<string, Role>();
  /** By ARN of what they hang on: queues, buckets, secrets, and roles (who may assume them). */
  private readonly resourcePolicies = new Map<string, Statement[]>();
  private readonly decisions = new Decisions();

  constructor(
    private readonly partition: string,
    private readonly accountId: string,
  ) {}

  /**
   * A role that nobody may assume yet.
   * @param path what stands before the name in its ARN, with a slash at the end
   * @throws Error when the name is taken
   */
  createRole(name: string, path = ''): Role {
    if (this.roles.has(name)) throw new Error(`a role named ${name} exists already`);
    const arn = `arn:${this.partition}:iam::${this.accountId}:role/${path}${name}`;
    const role: Role = { arn, name, policies: new Map() };
    this.roles.set(name, role);
    return role;
  }

  /** Says who may assume a role. @throws Error for a policy that is not evaluated */
  updateAssumeRolePolicy(roleArn: string, policy: string): void {
    this.resourcePolicies.set(roleArn, parsePolicy(policy, 'trust'));
    this.decisions.forget();
  }

  /** Adds or replaces one policy of a role. @throws Error without such a role, or for a policy that is not evaluated */
  putRolePolicy(roleName: string, policyName: string, policy: string): void {
    const role = this.roles.get(roleName);
    if (!role) throw new Error(`there is no role named ${roleName}`);
    role.policies.set(policyName, parsePolicy(policy, 'identity'));
    this.decisions.forget();
  }

  /** Replaces the policy of a bucket, queue or secret. @throws Error for a policy that is not evaluated */
  putResourcePolicy(arn: string, policy: string): void {
    const bucketArn = isOfS3(arn) ? arn : undefined;
    this.resourcePolicies.set(arn, parsePolicy(policy, 'resource', bucketArn));
    this.decisions.forget();
  }

  /** Whether an ARN is one of a role that exists. */
  hasRole(arn: string): boolean {
    return this.roleOf(arn) !== undefined;
  }

  /** @throws AwsError `AccessDenied` or `AccessDeniedException`, as the called service answers it */
  authorize(call: GatedCall): void {
    const denial = call.action === ALWAYS_ALLOWED ? undefined : this.decide(call);
    if (!denial) return;
    const error = accessDenied(call, denial);
    const { action, resource } = call;
    this.denied.push({ at: Date.now(), action, resource, message: error.message });
    if (this.denied.length > MAX_DENIED) this.denied.shift();
    throw error;
  }

  /** No condition depends on more than the caller, so that the same question always has the same answer. */
  private decide({ caller, action, resource }: GatedCall): Denial | undefined {
    const { principal, sourceArn } = caller;
    return this.decisions.of(`${principal} ${sourceArn} ${action} ${resource}`, () => {
      const context = {
        // Requests on this machine's own interface count as if they came over TLS.
        'aws:SecureTransport': 'true',
        ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': this.accountId }),
      };
      return evaluate({ principal, action, resource, context }, this.policiesFor(principal, resource));
    });
  }

  private policiesFor(principal: string, resource: string): Policies {
    const root = `arn:${this.partition}:iam::${this.accountId}:root`;
    const own = [...(this.roleOf(principal)?.policies.values() ?? [])].flat();
    return {
      identity: principal === root ? 'unrestricted' : own,
      resource: this.resourcePolicies.get(policyHolder(resource)) ?? [],
    };
  }

  private roleOf(arn: string): Role | undefined {
    const role = this.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
    return role?.arn === arn ? role : undefined;
  }
}

/** The policy of an object is its bucket's. */
function policyHolder(resource: string): string {
  return isOfS3(resource) ? (resource.split('/')[0] ?? '') : resource;
}

function isOfS3(arn: string): boolean {
  return arn.split(':')[2] === 's3';
}
