import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf } from './checks';
import { soleBlock } from './sole-block';

/** `aws_api_gateway_method_settings`: throttling of a stage's methods. */
export const awsApiGatewayMethodSettings: ResourceType<Services> = {
  type: 'aws_api_gateway_method_settings',
  attributes: {
    rest_api_id: 'served',
    stage_name: 'served',
    method_path: 'served',
    'settings.throttling_rate_limit': 'served',
    'settings.throttling_burst_limit': 'served',
    'settings.metrics_enabled': { inert: 'the local cloud has no metrics' },
    'settings.logging_level': oneOf('OFF'),
    'settings.data_trace_enabled': oneOf(false),
  },
  create({ attributes }, { apigateway }) {
    const [apiId, stage, path] = [attributes.rest_api_id, attributes.stage_name, attributes.method_path].map(
      String,
    );
    const { throttling_rate_limit: rate = -1, throttling_burst_limit: burst = -1 } = soleBlock(
      attributes.settings,
    );
    apigateway.throttle(apiId ?? '', stage ?? '', path ?? '', { rate: Number(rate), burst: Number(burst) });
    return { id: `${apiId}-${stage}-${path}` };
  },
};
