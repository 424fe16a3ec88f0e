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

interface Patch {
  patchOperations?: { path?: string; value?: string }[];
}

/** The account's setting without a role. */
export function accountReset(): Mend {
  return {
    name: 'apigateway: reset of the account',
    reason:
      'the provider takes the role off by a patch without a value, on which moto crashes; it is given the empty text, which moto then answers for the role',
    completeRequest(request) {
      if (request.method !== 'PATCH' || request.path !== '/account') return undefined;
      const { patchOperations = [] } = json<Patch>(request);
      if (patchOperations.every(({ value }) => value !== undefined)) return undefined;
      return jsonBody({ patchOperations: patchOperations.map((operation) => ({ value: '', ...operation })) });
    },
  };
}
