import { type Arguments, json } from '../../helpers/synth';
import { every, type Rule } from './rule';

interface Operation {
  security?: unknown[];
  'x-amazon-apigateway-integration'?: { type?: string };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { securitySchemes?: object };
}

function asksForToken(api: Arguments): boolean {
  const { paths, components } = json(api, 'body') as unknown as Document;
  const reaching = Object.entries(paths)
    // Who posts a webhook is told by its signature.
    .filter(([path]) => path !== '/webhooks/{source}')
    .flatMap(([, operations]) => Object.values(operations))
    .filter((operation) => operation['x-amazon-apigateway-integration']?.type !== 'mock');
  const authorized = reaching.filter(({ security = [] }) => security.length > 0);
  return authorized.length === (components?.securitySchemes ? reaching.length : 0);
}

/** Who reaches what through API Gateway. */
export const API_RULES: Rule[] = [
  every(
    'aws_api_gateway_rest_api',
    'every route that reaches a service has an authorizer, where the API has one, but for webhooks',
    asksForToken,
  ),
];
