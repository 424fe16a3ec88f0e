/**
 * One line of JSON per request. Never the payload, never a header: neither token nor content may reach a log. `principal` is told by
 * an authorizer, `caller` by a signature.
 * Variables: API Gateway Developer Guide, "$context variables for access logging".
 */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.extendedRequestId',
  time: '$context.requestTimeEpoch',
  sourceIp: '$context.identity.sourceIp',
  principal: '$context.authorizer.principalId',
  caller: '$context.identity.caller',
  method: '$context.httpMethod',
  path: '$context.resourcePath',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationLatencyMs: '$context.integration.latency',
  authorizerStatus: '$context.authorizer.status',
  authorizerLatencyMs: '$context.authorizer.latency',
  error: '$context.error.message',
  errorType: '$context.error.responseType',
  traceId: '$context.xrayTraceId',
});

/**
 * The same of a WebSocket API, one line per connection and per message.
 * Variables: API Gateway Developer Guide, "Configure logging for WebSocket APIs", and "WebSocket API mapping template
 * reference".
 */
export const CONNECTION_LOG_FORMAT = JSON.stringify({
  requestId: '$context.extendedRequestId',
  time: '$context.requestTimeEpoch',
  connectionId: '$context.connectionId',
  sourceIp: '$context.identity.sourceIp',
  principal: '$context.authorizer.principalId',
  caller: '$context.identity.caller',
  event: '$context.eventType',
  route: '$context.routeKey',
  status: '$context.status',
  integrationStatus: '$context.integration.status',
  integrationLatencyMs: '$context.integration.latency',
  error: '$context.error.message',
  errorType: '$context.error.responseType',
});
