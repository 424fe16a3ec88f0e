import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { roleName } from '../contracts/naming';
import { allow, policyJson } from './policy';
import { RegionalStack } from './regional-stack';

/** What callers may do by the role. */
export interface InvokeRoleProps {
  /** The deployment's name. */
  name: string;
  /** ARNs of the methods of the region's APIs that ask for signed calls. */
  methods: string[];
}

/**
 * The role by which callers with AWS credentials call the APIs of a region. Whoever of the account may assume it, by permissions
 * of their own, is its principal; users and roles that may call the APIs themselves need no other.
 */
export class InvokeRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, methods }: InvokeRoleProps) {
    super(scope, id);
    const { partition, accountId, region } = RegionalStack.of(this);
    const role = new IamRole(this, 'role', {
      name: roleName(name, region, 'invoke'),
      assumeRolePolicy: policyJson([
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
          Action: 'sts:AssumeRole',
        },
      ]),
    });
    new IamRolePolicy(this, 'policy', {
      name: 'permissions',
      role: role.name,
      policy: policyJson([allow(['execute-api:Invoke'], methods)]),
    });
    this.arn = role.arn;
  }
}
