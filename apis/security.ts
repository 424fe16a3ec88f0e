import type { AuthMode, AuthSettings } from '../config/settings';
import type { InvokedByApi } from './lambda-proxy';

/** Modes in which a function reads a header. */
export type HeaderMode = Extract<AuthMode, 'token' | 'jwt'>;

/** How an API tells its callers: by an authorizer function that reads one header, by AWS signatures, or not at all. */
export type Authentication =
  | {
      mode: HeaderMode;
      authorizer: InvokedByApi;
      /** Header that carries the token. */
      header: string;
      /** How long API Gateway remembers an answer, seconds, 0–3600. */
      cacheTtlSeconds: number;
    }
  | { mode: 'iam' }
  | { mode: 'none' };

/** Header of JSON Web Tokens (RFC 6750, "The OAuth 2.0 Authorization Framework: Bearer Token Usage"). */
export const JWT_HEADER = 'Authorization';

/**
 * How an API of this mode tells its callers.
 * @param authorizerOf the function that reads the header, asked for where there is one
 */
export function authentication(
  mode: AuthMode,
  { tokenHeader, cacheTtlSeconds }: Pick<AuthSettings, 'tokenHeader' | 'cacheTtlSeconds'>,
  authorizerOf: (mode: HeaderMode) => InvokedByApi,
): Authentication {
  if (mode === 'iam' || mode === 'none') return { mode };
  const header = mode === 'jwt' ? JWT_HEADER : tokenHeader;
  return { mode, authorizer: authorizerOf(mode), header, cacheTtlSeconds };
}

/** Names of the schemes in a document. */
export const SCHEMES = { token: 'token', jwt: 'jwt', iam: 'sigv4' } as const;

/** Members of `components` that say how callers are told. */
export function securitySchemes(auth: Authentication): Record<string, unknown> {
  if (auth.mode === 'none') return {};
  const scheme = auth.mode === 'iam' ? SIGV4 : headerScheme(auth);
  return { securitySchemes: { [SCHEMES[auth.mode]]: scheme } };
}

/** Members of an operation that ask for a caller. */
export function secured({ mode }: Authentication): Record<string, unknown> {
  return mode === 'none' ? {} : { security: [{ [SCHEMES[mode]]: [] }] };
}

/** What API Gateway calls the caller in a mapping; undefined when it asks for none. */
export function callerVariable({ mode }: Authentication): string | undefined {
  if (mode === 'none') return undefined;
  return mode === 'iam' ? 'context.identity.caller' : 'context.authorizer.principalId';
}

/** `AWS_IAM` (API Gateway Developer Guide, "x-amazon-apigateway-authtype property"). */
const SIGV4 = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  description: 'AWS Signature Version 4, service execute-api.',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

/**
 * A REQUEST authorizer. With a cache its key is the header, and API Gateway answers 401 itself when that is missing;
 * without a cache there must be no identity source, and the authorizer answers.
 */
function headerScheme({
  mode,
  header,
  cacheTtlSeconds,
  authorizer,
}: Extract<Authentication, { header: string }>): Record<string, unknown> {
  return {
    type: 'apiKey',
    name: header,
    in: 'header',
    ...(mode === 'jwt' && { description: 'Bearer and a JSON Web Token.' }),
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: authorizer.invokeArn,
      authorizerCredentials: authorizer.roleArn,
      authorizerResultTtlInSeconds: cacheTtlSeconds,
      ...(cacheTtlSeconds > 0 && { identitySource: `method.request.header.${header}` }),
    },
  };
}
