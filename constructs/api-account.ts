import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { Construct } from 'constructs';
import { roleName } from '../contracts/naming';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { allowUnrestricted } from './unrestricted';

/**
 * The account's API Gateway setting in a region: the role by which it writes logs. One per account and region, so a
 * deployment can leave it to somebody else (`apiGatewayAccount: false`).
 */
export class ApiAccount extends Construct {
  /** What must exist before a stage with access logs. */
  readonly account: ApiGatewayAccount;

  constructor(scope: Construct, id: string, { name }: { name: string }) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      name: roleName(name, RegionalStack.of(this).region, 'api-logs'),
      service: 'apigateway.amazonaws.com',
      statements: [allowUnrestricted('apiGatewayLogs')],
    });
    this.account = new ApiGatewayAccount(this, 'account', {
      cloudwatchRoleArn: role.arn,
      // API Gateway tries the role out.
      dependsOn: [role.policy],
    });
  }
}
