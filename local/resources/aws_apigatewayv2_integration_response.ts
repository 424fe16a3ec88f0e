import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { compileBodyTemplate, SELECTS_DEFAULT } from '../websocket/templates';
import { oneOf } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_integration_response`: what a backend's answer becomes, by its status. */
export const awsApigatewayv2IntegrationResponse: ResourceType<Services> = {
  type: 'aws_apigatewayv2_integration_response',
  attributes: {
    api_id: 'served',
    integration_id: 'served',
    integration_response_key: 'served',
    response_templates: 'served',
    template_selection_expression: oneOf(...SELECTS_DEFAULT),
  },
  create({ attributes }, { websocket }) {
    const integrationId = String(attributes.integration_id);
    const key = required(attributes, 'integration_response_key');
    required(attributes, 'template_selection_expression');
    const template = compileBodyTemplate(attributes.response_templates, 'response_templates');
    websocket.api(String(attributes.api_id)).responsesOf(integrationId).add(key, template);
    return { id: `${integrationId} ${key}` };
  },
};
