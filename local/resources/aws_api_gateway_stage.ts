import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';
import { requireLogGroup } from './require-log-group';
import { required } from './required';
import { soleBlock } from './sole-block';

/** `aws_api_gateway_stage`: an API at `/<region>/<stage name>`. */
export const awsApiGatewayStage: ResourceType<Services> = {
  type: 'aws_api_gateway_stage',
  attributes: {
    rest_api_id: 'served',
    deployment_id: { inert: 'an API has one deployment here: the document as it stands' },
    stage_name: 'served',
    description: DESCRIPTION,
    xray_tracing_enabled: 'served',
    'access_log_settings.destination_arn': 'served',
    'access_log_settings.format': 'served',
    tags: TAGS,
  },
  create({ region, attributes }, { apigateway, logs, cloud: { partition } }) {
    const apiId = String(attributes.rest_api_id);
    const name = String(attributes.stage_name);
    const { destination_arn, format } = soleBlock(attributes.access_log_settings);
    required(attributes, 'deployment_id');
    if (destination_arn) requireLogGroup(logs, region, String(destination_arn));
    const invokeUrl = apigateway.createStage(apiId, {
      name,
      tracing: attributes.xray_tracing_enabled === true,
      accessLog: destination_arn
        ? { destinationArn: String(destination_arn), format: String(format) }
        : undefined,
    });
    return {
      id: `ags-${apiId}-${name}`,
      invoke_url: invokeUrl,
      arn: `arn:${partition}:apigateway:${region}::/restapis/${apiId}/stages/${name}`,
      execution_arn: `${apigateway.executionArn(apiId)}/${name}`,
    };
  },
};
