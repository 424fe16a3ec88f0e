import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';

/** `aws_api_gateway_account`: the role by which API Gateway writes logs. */
export const awsApiGatewayAccount: ResourceType<Services> = {
  type: 'aws_api_gateway_account',
  attributes: {
    cloudwatch_role_arn: 'served',
  },
  create({ attributes }, { iam }) {
    const role = String(attributes.cloudwatch_role_arn);
    if (!iam.hasRole(role)) throw new Error(`cloudwatch_role_arn: ${role} does not exist`);
    return { id: 'api-gateway-account' };
  },
};
