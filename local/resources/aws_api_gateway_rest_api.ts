import type { OpenApiDocument } from '../apigateway/openapi';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';

/** `aws_api_gateway_rest_api`: an API as its OpenAPI document says. */
export const awsApiGatewayRestApi: ResourceType<Services> = {
  type: 'aws_api_gateway_rest_api',
  attributes: {
    name: DESCRIPTION,
    description: DESCRIPTION,
    body: 'served',
    'endpoint_configuration.types': {
      checked: 'is ["REGIONAL"]',
      check: (value) =>
        JSON.stringify(value) === '["REGIONAL"]'
          ? undefined
          : `received ${JSON.stringify(value)}, allowed is ["REGIONAL"]`,
    },
    tags: TAGS,
  },
  create({ address, region, attributes }, { apigateway, cloud: { partition } }) {
    const document = JSON.parse(String(attributes.body)) as OpenApiDocument;
    const id = apigateway.createRestApi(region, address, document);
    return {
      id,
      arn: `arn:${partition}:apigateway:${region}::/restapis/${id}`,
      execution_arn: apigateway.executionArn(id),
    };
  },
};
