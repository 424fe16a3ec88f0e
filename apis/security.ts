import type { IngestSettings } from '../config/settings';

/** The authorizer function that API Gateway asks. */
export interface AuthorizerReference {
  /** Invoke ARN of the function. */
  invokeArn: string;
  /** ARN of the role that API Gateway assumes to call it. */
  roleArn: string;
}

/** Security of an API: absent authorizer, anyone may call. */
export interface SecurityProps {
  auth: IngestSettings['auth'];
  authorizer?: AuthorizerReference;
}

/** Members of `components` that say how callers are told. */
export function securitySchemes({ auth, authorizer }: SecurityProps): Record<string, unknown> {
  return authorizer ? { securitySchemes: { token: tokenScheme(auth, authorizer) } } : {};
}

/** Members of an operation that ask for a caller. */
export function secured({ authorizer }: Pick<SecurityProps, 'authorizer'>): Record<string, unknown> {
  return authorizer ? { security: [{ token: [] }] } : {};
}

/**
 * A REQUEST authorizer. With a cache its key is the token header, and API Gateway answers 401 itself when that is
 * missing; without a cache there must be no identity source, and the authorizer answers.
 */
function tokenScheme(
  { tokenHeader, cacheTtlSeconds }: IngestSettings['auth'],
  { invokeArn, roleArn }: AuthorizerReference,
): Record<string, unknown> {
  return {
    type: 'apiKey',
    name: tokenHeader,
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: invokeArn,
      authorizerCredentials: roleArn,
      authorizerResultTtlInSeconds: cacheTtlSeconds,
      ...(cacheTtlSeconds > 0 && { identitySource: `method.request.header.${tokenHeader}` }),
    },
  };
}
