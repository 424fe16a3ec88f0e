import type { Authentication } from './security';

/** A response that API Gateway itself gives, in OpenAPI's `x-amazon-apigateway-gateway-responses`. */
export interface GatewayResponse {
  statusCode?: number;
  responseTemplates: { 'application/json': string };
}

function answer(message: string, statusCode?: number): GatewayResponse {
  return {
    ...(statusCode !== undefined && { statusCode }),
    responseTemplates: { 'application/json': JSON.stringify({ message }) },
  };
}

/** API Gateway's own words, which it quotes itself. */
const OWN_WORDS: GatewayResponse = {
  responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
};

const UNAVAILABLE = answer('temporarily unavailable: send it again', 503);

/**
 * Every response type, always JSON `{"message"}`. Trouble behind the gateway is 503, because the client should send
 * again. Types that are not listed take the text of the defaults, and a status that a default has; without one they keep
 * their own. Source: API Gateway Developer Guide, "Gateway response types".
 */
const GATEWAY_RESPONSES: Record<string, GatewayResponse> = {
  DEFAULT_4XX: OWN_WORDS,
  // Whatever has no type of its own, such as a function that fails behind a proxy integration.
  DEFAULT_5XX: UNAVAILABLE,
  // What the model finds wrong. API Gateway writes it as it stands in JSON between quotation marks, which stand around it here.
  BAD_REQUEST_BODY: {
    statusCode: 400,
    responseTemplates: {
      'application/json':
        '{"message":"the body is not what this route takes: $context.error.validationErrorString"}',
    },
  },
  BAD_REQUEST_PARAMETERS: answer('a parameter is missing or malformed', 400),
  UNAUTHORIZED: answer('no token', 401),
  ACCESS_DENIED: answer('token not accepted', 403),
  // What API Gateway answers for a route it does not know.
  MISSING_AUTHENTICATION_TOKEN: answer('no such route', 404),
  RESOURCE_NOT_FOUND: answer('no such route', 404),
  REQUEST_TOO_LARGE: answer('too large: at most 10 MB, a webhook at most 4.4 MB', 413),
  UNSUPPORTED_MEDIA_TYPE: answer('this route does not take that Content-Type', 415),
  THROTTLED: answer('too many requests', 429),
  QUOTA_EXCEEDED: answer('too many requests', 429),
  API_CONFIGURATION_ERROR: answer('internal error', 500),
  AUTHORIZER_CONFIGURATION_ERROR: UNAVAILABLE,
  AUTHORIZER_FAILURE: UNAVAILABLE,
  INTEGRATION_FAILURE: UNAVAILABLE,
  INTEGRATION_TIMEOUT: UNAVAILABLE,
};

/** Where calls are signed, API Gateway answers for a missing signature as for a route that it does not know. */
const SIGNED: Record<string, GatewayResponse> = {
  MISSING_AUTHENTICATION_TOKEN: answer('no such route, or the call is not signed', 403),
  ACCESS_DENIED: answer('not allowed to call this route', 403),
};

/** The issuer may have a key, or the clock come to an `nbf`, that nobody knows yet. */
const JSON_WEB_TOKENS: Record<string, GatewayResponse> = {
  UNAUTHORIZED: answer('no token, or one that is not valid yet', 401),
};

/** What a mode answers otherwise than the others. */
const BY_MODE: Partial<Record<Authentication['mode'], Record<string, GatewayResponse>>> = {
  iam: SIGNED,
  jwt: JSON_WEB_TOKENS,
};

/** Responses that API Gateway itself gives in an API, by their type. */
export function gatewayResponses({ mode }: Pick<Authentication, 'mode'>): Record<string, GatewayResponse> {
  return { ...GATEWAY_RESPONSES, ...BY_MODE[mode] };
}
