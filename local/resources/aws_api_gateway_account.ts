import { API_GATEWAY } from '../apigateway/assumption';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { requireActions, requireAssumable } from './require-permission';

/** As UpdateAccount answers. */
const COMPLAINT = 'The role ARN does not have required permissions configured.';

/** The policy that API Gateway asks for (API Gateway Developer Guide, "Permissions for CloudWatch logging"). */
const ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
];

/** `aws_api_gateway_account`: the role by which API Gateway writes logs. */
export const awsApiGatewayAccount: ResourceType<Services> = {
  type: 'aws_api_gateway_account',
  attributes: {
    cloudwatch_role_arn: 'served',
    reset_on_delete: { inert: 'nothing is ever destroyed' },
  },
  async create({ region, attributes }, services) {
    const { apigateway, iam } = services;
    const roleArn = String(attributes.cloudwatch_role_arn);
    if (!iam.hasRole(roleArn)) throw new Error(`cloudwatch_role_arn: ${roleArn} does not exist`);
    await requireAssumable(services, { region, roleArn, ...API_GATEWAY }, COMPLAINT);
    await requireActions(services, {
      region,
      service: 'logs',
      roleArn,
      actions: ACTIONS,
      complaint: COMPLAINT,
    });
    apigateway.setAccountRole(region, roleArn);
    return { id: 'api-gateway-account' };
  },
};
