import type { GatedCall } from '../core/gate';
import { accessDenied } from './access-denied';
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

/** Decisions kept; calls on ever new objects must not fill the memory. */
const MAX_DECISIONS = 10_000;
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
  private readonly decisions = new Map<string, Denial | undefined>();

  constructor(
    private readonly partition: string,
    private readonly accountId: string,
  ) {}

  /** A role that nobody may assume yet. @throws Error when the name is taken */
  createRole(name: string): Role {
    if (this.roles.has(name)) throw new Error(`a role named ${name} exists already`);
    const arn = `arn:${this.partition}:iam::${this.accountId}:role/${name}`;
    const role: Role = { arn, name, policies: new Map() };
    this.roles.set(name, role);
    return role;
  }

  /** Says who may assume a role. @throws Error for a policy that is not evaluated */
  updateAssumeRolePolicy(roleArn: string, policy: string): void {
    this.resourcePolicies.set(roleArn, parsePolicy(policy, 'trust'));
    this.decisions.clear();
  }

  /** Adds or replaces one policy of a role. @throws Error without such a role, or for a policy that is not evaluated */
  putRolePolicy(roleName: string, policyName: string, policy: string): void {
    const role = this.roles.get(roleName);
    if (!role) throw new Error(`there is no role named ${roleName}`);
    role.policies.set(policyName, parsePolicy(policy, 'identity'));
    this.decisions.clear();
  }

  /** Replaces the policy of a bucket, queue or secret. @throws Error for a policy that is not evaluated */
  putResourcePolicy(arn: string, policy: string): void {
    this.resourcePolicies.set(arn, parsePolicy(policy, 'resource'));
    this.decisions.clear();
  }

  /** Whether an ARN is one of a role that exists. */
  hasRole(arn: string): boolean {
    return this.roles.has(roleNameOf(arn));
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
    const key = `${caller.principal} ${caller.sourceArn} ${action} ${resource}`;
    if (this.decisions.has(key)) return this.decisions.get(key);
    const { principal, sourceArn } = caller;
    const context = {
      // Requests on this machine's own interface count as if they came over TLS.
      'aws:SecureTransport': 'true',
      ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': this.accountId }),
    };
    const policies = this.policiesFor(principal, resource);
    const denial = evaluate({ principal, action, resource, context }, policies);
    if (this.decisions.size >= MAX_DECISIONS) this.decisions.clear();
    this.decisions.set(key, denial);
    return denial;
  }

  private policiesFor(principal: string, resource: string): Policies {
    const root = `arn:${this.partition}:iam::${this.accountId}:root`;
    const role = this.roles.get(roleNameOf(principal));
    const own = role?.arn === principal ? [...role.policies.values()].flat() : [];
    return {
      identity: principal === root ? 'unrestricted' : own,
      resource: this.resourcePolicies.get(policyHolder(resource)) ?? [],
    };
  }
}

/** The policy of an object is its bucket's. */
function policyHolder(resource: string): string {
  return resource.split(':')[2] === 's3' ? (resource.split('/')[0] ?? '') : resource;
}

function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
