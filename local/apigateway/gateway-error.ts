/** A response that API Gateway gives itself, by its type. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';

  /** @param message default: API Gateway's own words for the type */
  constructor(
    readonly type: GatewayResponseType,
    message = GATEWAY_RESPONSE_TYPES[type].message,
    /** What a model finds wrong with a body; `$context.error.validationErrorString`. */
    readonly validation?: string,
  ) {
    super(message);
  }
}

/**
 * Status, words and `x-amzn-ErrorType` of every response type. Sources: API Gateway Developer Guide, "Gateway response
 * types" (statuses); the error types as LocalStack's tests recorded them.
 */
export const GATEWAY_RESPONSE_TYPES = {
  ACCESS_DENIED: type(403, 'AccessDeniedException', 'User is not authorized to access this resource'),
  API_CONFIGURATION_ERROR: type(500, 'InternalServerErrorException', 'Internal server error'),
  AUTHORIZER_CONFIGURATION_ERROR: type(500, 'AuthorizerConfigurationException', 'Internal server error'),
  AUTHORIZER_FAILURE: type(500, 'AuthorizerFailureException', 'Internal server error'),
  BAD_REQUEST_BODY: type(400, 'BadRequestException', 'Invalid request body'),
  BAD_REQUEST_PARAMETERS: type(400, 'BadRequestException', 'Missing required request parameters'),
  /** What API Gateway has no type of its own for: a function that fails, or does not answer as a proxy has to. */
  DEFAULT_5XX: type(502, 'InternalServerErrorException', 'Internal server error'),
  EXPIRED_TOKEN: type(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  INTEGRATION_FAILURE: type(504, 'InternalServerErrorException', 'Network error communicating with endpoint'),
  INTEGRATION_TIMEOUT: type(504, 'InternalServerErrorException', 'Endpoint request timed out'),
  INVALID_API_KEY: type(403, 'ForbiddenException', 'Forbidden'),
  INVALID_SIGNATURE: type(
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match',
  ),
  MISSING_AUTHENTICATION_TOKEN: type(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ),
  QUOTA_EXCEEDED: type(429, 'LimitExceededException', 'Limit Exceeded'),
  REQUEST_TOO_LARGE: type(413, 'RequestTooLargeException', 'HTTP content length exceeded 10485760 bytes.'),
  RESOURCE_NOT_FOUND: type(404, 'ResourceNotFoundException', 'Not Found'),
  THROTTLED: type(429, 'TooManyRequestsException', 'Too Many Requests'),
  UNAUTHORIZED: type(401, 'UnauthorizedException', 'Unauthorized'),
  UNSUPPORTED_MEDIA_TYPE: type(415, 'BadRequestException', 'Unsupported Media Type'),
  WAF_FILTERED: type(403, 'ForbiddenException', 'Forbidden'),
};

export type GatewayResponseType = keyof typeof GATEWAY_RESPONSE_TYPES;

function type(status: number, errorType: string, message: string) {
  return { status, errorType, message };
}
