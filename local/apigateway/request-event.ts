import { type ApiCall, clientHeaders } from './api-call';

/** What events of API Gateway tell of a request, for authorizers and for proxy integrations alike. */
export function requestEvent(call: ApiCall) {
  const { http, context, pathParameters } = call;
  const headers = clientHeaders(http);
  const query = Object.fromEntries(http.query);
  return {
    resource: context.resourcePath,
    path: context.path.slice(context.stage.length + 1),
    httpMethod: context.httpMethod,
    headers,
    multiValueHeaders: listsOf(pairs(http.rawHeaders)),
    queryStringParameters: query,
    multiValueQueryStringParameters: listsOf([...http.query]),
    pathParameters,
    stageVariables: {},
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      stage: context.stage,
      domainName: context.domainName,
      httpMethod: context.httpMethod,
      resourcePath: context.resourcePath,
      path: context.path,
      protocol: context.protocol,
      requestId: context.requestId,
      extendedRequestId: context.extendedRequestId,
      requestTime: context.requestTime,
      requestTimeEpoch: context.requestTimeEpoch,
      identity: context.identity,
    },
  };
}

function pairs(rawHeaders: string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    found.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return found;
}

function listsOf(entries: [string, string][]): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of entries) {
    const list = lists[name];
    if (list) list.push(value);
    else lists[name] = [value];
  }
  return lists;
}
