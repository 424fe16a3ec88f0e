import type { Construct } from 'constructs';
import type { InvokedByApi } from '../apis/lambda-proxy';
import { type Authentication, authentication, type HeaderMode } from '../apis/security';
import type { IngestSettings } from '../config/settings';
import { APIS, type ApiId } from '../contracts/naming';
import type { Bundles } from './bundle';
import { JwtAuthorizer } from './jwt-authorizer';
import { TokenAuthorizer } from './token-authorizer';

/** What tells the callers of a region. */
export interface AuthenticationProps {
  /** The deployment's name. */
  name: string;
  settings: IngestSettings;
  bundles: Bundles;
}

/** How each API of a region tells its callers; all APIs of a mode ask the same authorizer function. */
export function authenticate(
  scope: Construct,
  { name, settings, bundles }: AuthenticationProps,
): Record<ApiId, Authentication> {
  const { auth, logRetentionDays } = settings;
  const made = new Map<HeaderMode, InvokedByApi>();
  const create = (mode: HeaderMode): InvokedByApi => {
    if (mode === 'token') return new TokenAuthorizer(scope, 'auth', { name, settings, bundles });
    if (!auth.jwt) throw new Error('auth.jwt: missing, though an API asks for JSON Web Tokens');
    return new JwtAuthorizer(scope, 'jwt', { name, issuer: auth.jwt, logRetentionDays, bundles });
  };
  const authorizerOf = (mode: HeaderMode): InvokedByApi => {
    const authorizer = made.get(mode) ?? create(mode);
    made.set(mode, authorizer);
    return authorizer;
  };
  return Object.fromEntries(
    APIS.map((api) => [api, authentication(auth.modes[api], auth, authorizerOf)]),
  ) as Record<ApiId, Authentication>;
}
