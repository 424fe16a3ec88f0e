import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION } from './checks';

/** `aws_api_gateway_deployment`: every start deploys the document as it stands. */
export const awsApiGatewayDeployment: ResourceType<Services> = {
  type: 'aws_api_gateway_deployment',
  attributes: {
    rest_api_id: 'served',
    triggers: { inert: 'tell Terraform alone when to deploy anew' },
    description: DESCRIPTION,
  },
  create({ attributes }, { apigateway }) {
    const apiId = String(attributes.rest_api_id);
    return { id: `${apiId}-deployment`, execution_arn: apigateway.executionArn(apiId) };
  },
};
