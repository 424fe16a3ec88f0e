import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION } from './checks';

/** `aws_apigatewayv2_deployment`: every start deploys the API as it stands. */
export const awsApigatewayv2Deployment: ResourceType<Services> = {
  type: 'aws_apigatewayv2_deployment',
  attributes: {
    api_id: 'served',
    triggers: { inert: 'tell Terraform alone when to deploy anew' },
    description: DESCRIPTION,
  },
  create({ attributes }, { websocket }) {
    return { id: `${websocket.api(String(attributes.api_id)).id}-deployment` };
  },
};
