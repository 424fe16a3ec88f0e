import { lambdaFunctionOf } from '../apigateway/lambda-uri';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { ConnectAuthorizer } from '../websocket/connect-authorizer';
import { DESCRIPTION, oneOf } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_authorizer`: a function that is asked who connects. */
export const awsApigatewayv2Authorizer: ResourceType<Services> = {
  type: 'aws_apigatewayv2_authorizer',
  attributes: {
    api_id: 'served',
    name: DESCRIPTION,
    authorizer_type: oneOf('REQUEST'),
    authorizer_uri: 'served',
    authorizer_credentials_arn: 'served',
    identity_sources: 'served',
  },
  create({ region, attributes }, { cloud, lambda, websocket }) {
    const api = websocket.api(String(attributes.api_id));
    const uri = required(attributes, 'authorizer_uri');
    const functionArn = lambdaFunctionOf(uri, { ...cloud, region });
    if (!functionArn) throw new Error(`authorizer_uri: ${uri} is no function of ${region}`);
    const authorizer = new ConnectAuthorizer({
      cloud,
      lambda,
      region,
      functionArn,
      credentials: required(attributes, 'authorizer_credentials_arn'),
      identitySources: ((attributes.identity_sources ?? []) as unknown[]).map(String),
    });
    const id = `authorizer-${api.authorizers.size + 1}`;
    api.authorizers.set(id, authorizer);
    return { id };
  },
};
