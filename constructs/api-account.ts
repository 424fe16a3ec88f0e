import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { roleName } from '../contracts/naming';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { allowUnrestricted } from './unrestricted';

/** What the account's setting is made from. */
export interface ApiAccountProps {
  settings: Pick<Settings, 'name' | 'removal'>;
}

/**
 * The account's API Gateway setting in a region: the role by which it writes logs. One per account and region, so a
 * deployment can leave it to somebody else (`apiGatewayAccount: false`).
 */
export class ApiAccount extends Construct {
  /** What must exist before a stage with access logs. */
  readonly account: ApiGatewayAccount;

  constructor(scope: Construct, id: string, { settings }: ApiAccountProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      name: roleName(settings.name, RegionalStack.of(this).region, 'api-logs'),
      service: 'apigateway.amazonaws.com',
      statements: [allowUnrestricted('apiGatewayLogs')],
    });
    this.account = new ApiGatewayAccount(this, 'account', {
      cloudwatchRoleArn: role.arn,
      // Without it the setting outlives the stack, and names a role that is gone.
      resetOnDelete: settings.removal === 'destroy' ? true : undefined,
      // API Gateway tries the role out.
      dependsOn: [role.policy],
    });
  }
}
