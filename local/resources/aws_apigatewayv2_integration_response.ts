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
    websocket.api(String(attributes.api_id)).setResponse(integrationId, responseOf(attributes));
    return { id: `${integrationId} response` };
  },
};

/** Without templates the backend's own text goes on. @throws Error for templates that nothing selects, and the other way round */
function responseOf(attributes: Record<string, unknown>): IntegrationResponse {
  const { response_templates: templates, template_selection_expression: selection } = attributes;
  if (templates === undefined && selection === undefined) return new IntegrationResponse(new Map());
  required(attributes, 'template_selection_expression');
  return new IntegrationResponse(compileBodyTemplates(templates, 'response_templates'));
}
