import { json, jsonBody, type Mend } from '../mend';

interface Operation {
  'x-amazon-apigateway-integration'?: { type?: string; uri?: string; httpMethod?: string };
}
interface Document {
  paths?: Record<string, Record<string, Operation>>;
}

/** Mock integrations in an imported OpenAPI document. */
export function mockIntegrations(): Mend {
  return {
    name: 'apigateway: MOCK integrations',
    reason:
      'moto crashes on an imported MOCK integration without uri and httpMethod, which AWS does not ask for',
    completeRequest(request) {
      const { method, path, body } = request;
      if (!['PUT', 'POST'].includes(method) || !/^\/restapis(\/|\?|$)/.test(path) || body.length === 0) {
        return undefined;
      }
      const document = json<Document>(request);
      const mocks = Object.values(document.paths ?? {})
        .flatMap((operations) => Object.values(operations))
        .map((operation) => operation['x-amazon-apigateway-integration'])
        .filter((integration) => integration?.type?.toLowerCase() === 'mock');
      if (mocks.length === 0) return undefined;
      for (const mock of mocks) Object.assign(mock ?? {}, { uri: 'mock', httpMethod: 'POST' });
      return jsonBody(document);
    },
  };
}
