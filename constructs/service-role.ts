import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policyJson, type Statement } from './policy';
import { RegionalStack } from './regional-stack';

export interface ServiceRoleProps {
  /** Physical name. */
  name: string;
  /** Who assumes the role, such as `lambda.amazonaws.com`. */
  service: string;
  /**
   * Whether the service must act for this account (`aws:SourceAccount`), where it says for whom it acts.
   * @default false
   */
  ownAccountOnly?: boolean;
  /** What the role may do at least. */
  statements: Statement[];
}

/** A role for one AWS service with one policy that lists everything it may do. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What must exist before the role can be used; for `dependsOn`. */
  readonly policy: IamRolePolicy;
  private readonly statements: Statement[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { accountId } = RegionalStack.of(this);
    const role = new IamRole(this, 'role', {
      name: props.name,
      assumeRolePolicy: policyJson([
        {
          Effect: 'Allow',
          Principal: { Service: props.service },
          Action: 'sts:AssumeRole',
          ...(props.ownAccountOnly && { Condition: { StringEquals: { 'aws:SourceAccount': accountId } } }),
        },
      ]),
    });
    this.arn = role.arn;
    this.statements = [...props.statements];
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'permissions',
      role: role.name,
      policy: policyJson(this.statements),
    });
  }

  /** Adds to what the role may do. */
  grant(...statements: Statement[]): void {
    this.statements.push(...statements);
    this.policy.policy = policyJson(this.statements);
  }
}
