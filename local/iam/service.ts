/** A role as the stacks define it. */
export interface Role {
  arn: string;
  name: string;
  /** Who may assume it, as JSON text. */
  assumeRolePolicy: string;
  /** Permission policies by name, as JSON text. */
  policies: Map<string, string>;
}

/** Roles and their policies. IAM is global: one service for all regions. */
export class IamService {
  private readonly roles = new Map<string, Role>();

  constructor(
    private readonly partition: string,
    private readonly accountId: string,
  ) {}

  /** @throws Error when the name is taken: role names are unique in an account, whatever the region. */
  createRole(name: string, assumeRolePolicy: string): Role {
    if (this.roles.has(name)) throw new Error(`a role named ${name} exists already`);
    const arn = `arn:${this.partition}:iam::${this.accountId}:role/${name}`;
    const role: Role = { arn, name, assumeRolePolicy, policies: new Map() };
    this.roles.set(name, role);
    return role;
  }

  /** @throws Error when there is no such role */
  putRolePolicy(roleName: string, policyName: string, policy: string): void {
    this.role(roleName).policies.set(policyName, policy);
  }

  /** @throws Error when there is no such role */
  role(name: string): Role {
    const role = this.roles.get(name);
    if (!role) throw new Error(`there is no role named ${name}`);
    return role;
  }

  /** Whether an ARN is one of a role that exists. */
  hasRole(arn: string): boolean {
    return this.roles.has(arn.slice(arn.lastIndexOf('/') + 1));
  }
}
