import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { IngestSettings } from '../config/settings';
import { APIS, type ApiId, roleName } from '../contracts/naming';
import { allow, policyJson } from './policy';
import { RegionalStack } from './regional-stack';

/** What callers may do by the role. */
export interface InvokeRoleProps {
  /** The deployment's name. */
  name: string;
  /** ARNs of the methods of the region's APIs that ask for signed calls. */
  methods: string[];
  /** The other regions. */
  others: IngestSettings[];
}

/** The routes of each API that ask who calls, as a policy names them. */
const ROUTES: Record<ApiId, string[]> = {
  captures: ['POST/publish', 'POST/uploads'],
  jobs: ['*/jobs*'],
  messages: ['$connect'],
};

/**
 * The role by which callers with AWS credentials call the APIs of a region, and of the others as well: one role is one principal, which
 * sees in any region what it posted in another. Whoever of the account may assume it, by permissions
 * of their own, is its principal; users and roles that may call the APIs themselves need no other.
 */
export class InvokeRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, methods, others }: InvokeRoleProps) {
    super(scope, id);
    const stack = RegionalStack.of(this);
    const { partition, accountId, region } = stack;
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
      policy: policyJson([
        allow(['execute-api:Invoke'], [...methods, ...others.flatMap((other) => routesOf(stack, other))]),
      ]),
    });
    this.arn = role.arn;
  }
}

/** The signed routes of another region: ids of APIs are AWS's, and no stack knows those of another. */
function routesOf(stack: RegionalStack, { region, api, auth }: IngestSettings): string[] {
  return APIS.filter((name) => auth.modes[name] === 'iam')
    .flatMap((name) => ROUTES[name])
    .map((route) => stack.arn('execute-api', `*/${api.stageName}/${route}`, region));
}
