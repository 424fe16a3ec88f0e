import type { ApiCall } from './api-call';
import { requestEvent } from './request-event';

/**
 * The event of a Lambda proxy integration, format 1.0 (API Gateway Developer Guide, "Input format of a Lambda function for
 * proxy integration"). What is not there is null.
 * @param binary whether the content type is one of the API's binary media types: such a body is base64
 */
export function proxyEvent(call: ApiCall, binary: boolean): Record<string, unknown> {
  const { requestContext, ...event } = requestEvent(call);
  const { authorizer } = call.context;
  const hasAuthorizer = Object.keys(authorizer).length > 0;
  const orNull = (value: Record<string, unknown>) => (Object.keys(value).length > 0 ? value : null);
  return {
    ...event,
    queryStringParameters: orNull(event.queryStringParameters),
    multiValueQueryStringParameters: orNull(event.multiValueQueryStringParameters),
    // Not decoded, unlike what mappings see (serverless/serverless issue 5037).
    pathParameters: orNull(call.rawPathParameters),
    stageVariables: null,
    requestContext: { ...requestContext, ...(hasAuthorizer && { authorizer }) },
    body: call.body.length === 0 ? null : call.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && call.body.length > 0,
  };
}
