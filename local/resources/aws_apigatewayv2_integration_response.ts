import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { IntegrationResponse } from '../websocket/response';
import { compileBodyTemplates, DEFAULT_KEY, SELECTS_STATUS } from '../websocket/templates';
import { oneOf } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_integration_response`: what a backend's answer becomes, by its status. */
export const awsApigatewayv2IntegrationResponse: ResourceType<Services> = {
  type: 'aws_apigatewayv2_integration_response',
  attributes: {
    api_id: 'served',
    integration_id: 'served',
    integration_response_key: oneOf(DEFAULT_KEY),
    response_templates: 'served',
    template_selection_expression: oneOf(SELECTS_STATUS),
  },
  create({ attributes }, { websocket }) {
    const integrationId = String(attributes.integration_id);
    required(attributes, 'integration_response_key');
    required(attributes, 'template_selection_expression');
    const templates = compileBodyTemplates(attributes.response_templates, 'response_templates');
    websocket.api(String(attributes.api_id)).setResponse(integrationId, new IntegrationResponse(templates));
    return { id: `${integrationId} response` };
  },
};
