import type { Cloud } from '../core/cloud';
import type { ApiCall } from './api-call';
import type { Authorization } from './authorization';
import { authorizerEvent } from './authorizer-event';
import { type AuthorizerFunctionProps, askAuthorizer, requireAllowed } from './authorizer-function';
import { GatewayError } from './gateway-error';
import { identityOf } from './identity-sources';
import type { MethodAuthorizer } from './method-authorizer';
import type { ParameterSource } from './parameter-source';

/** A REQUEST authorizer. */
export interface AuthorizerProps extends AuthorizerFunctionProps {
  cloud: Pick<Cloud, 'gate' | 'now'>;
  /** All must be present, and together they are the cache key. */
  identitySources: ParameterSource[];
  /** Seconds; 0 switches the cache off. */
  ttlSeconds: number;
}

/** Cached answers beyond which the expired ones are dropped. */
const PRUNE_AT = 10_000;

/** Asks its function who a caller is, and remembers the answer. */
export class Authorizer implements MethodAuthorizer {
  readonly needsBody = false;
  private readonly cache = new Map<string, { authorization: Authorization; expiresAt: number }>();

  constructor(private readonly props: AuthorizerProps) {}

  /**
   * Lets a call through, its `$context.authorizer` filled, or not.
   * @throws GatewayError UNAUTHORIZED (401), ACCESS_DENIED (403), AUTHORIZER_FAILURE or _CONFIGURATION_ERROR (500)
   */
  async authorize(call: ApiCall, methodArn: string): Promise<void> {
    const identity = identityOf(this.props.identitySources, call);
    if (!identity) throw new GatewayError('UNAUTHORIZED');
    const authorization = await this.answer(call, methodArn, identity.join('\n'));
    Object.assign(call.context.authorizer, authorization.context);
    requireAllowed(authorization.policy, methodArn);
  }

  private async answer(call: ApiCall, methodArn: string, key: string): Promise<Authorization> {
    const { cloud, ttlSeconds } = this.props;
    const cached = ttlSeconds > 0 ? this.cache.get(key) : undefined;
    if (cached && cached.expiresAt > cloud.now()) return cached.authorization;
    const startedAt = cloud.now();
    const authorization = await askAuthorizer(this.props, authorizerEvent(call, methodArn));
    Object.assign(call.context.authorizer, { status: 200, latency: cloud.now() - startedAt });
    if (ttlSeconds > 0) {
      this.prune();
      this.cache.set(key, { authorization, expiresAt: cloud.now() + ttlSeconds * 1000 });
    }
    return authorization;
  }

  private prune(): void {
    if (this.cache.size < PRUNE_AT) return;
    const now = this.props.cloud.now();
    for (const [key, { expiresAt }] of this.cache) if (expiresAt <= now) this.cache.delete(key);
  }
}
