import { assumeRole } from '../core/assume-role';
import type { Cloud } from '../core/cloud';
import type { LambdaService } from '../lambda/service';
import type { ApiCall } from './api-call';
import { API_GATEWAY } from './assumption';
import { type Authorization, readAuthorization } from './authorization';
import { authorizerEvent } from './authorizer-event';
import { GatewayError } from './gateway-error';
import { identityOf } from './identity-sources';
import type { MethodAuthorizer } from './method-authorizer';
import type { ParameterSource } from './parameter-source';

/** A REQUEST authorizer. */
export interface AuthorizerProps {
  cloud: Pick<Cloud, 'gate' | 'now'>;
  lambda: Pick<LambdaService, 'invoke'>;
  region: string;
  /** ARN of the function. */
  functionArn: string;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
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
    const decision = authorization.policy.decide(methodArn);
    if (decision === 'denied') {
      throw new GatewayError(
        'ACCESS_DENIED',
        'User is not authorized to access this resource with an explicit deny',
      );
    }
    if (decision !== 'allowed') throw new GatewayError('ACCESS_DENIED');
  }

  private async answer(call: ApiCall, methodArn: string, key: string): Promise<Authorization> {
    const { cloud, ttlSeconds } = this.props;
    const cached = ttlSeconds > 0 ? this.cache.get(key) : undefined;
    if (cached && cached.expiresAt > cloud.now()) return cached.authorization;
    const startedAt = cloud.now();
    const authorization = readAuthorization(await this.invoke(call, methodArn));
    Object.assign(call.context.authorizer, { status: 200, latency: cloud.now() - startedAt });
    if (ttlSeconds > 0) {
      this.prune();
      this.cache.set(key, { authorization, expiresAt: cloud.now() + ttlSeconds * 1000 });
    }
    return authorization;
  }

  private async invoke(call: ApiCall, methodArn: string): Promise<string> {
    const { cloud, lambda, region, functionArn, credentials: roleArn } = this.props;
    const payload = JSON.stringify(authorizerEvent(call, methodArn));
    const result = await assumeRole(cloud, { region, roleArn, ...API_GATEWAY })
      .then((caller) => lambda.invoke({ region, functionName: functionArn, payload, caller }))
      .catch(() => {
        throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR');
      });
    if (!result.functionError) return result.payload;
    const { errorMessage } = JSON.parse(result.payload) as { errorMessage?: string };
    // The one error that API Gateway takes for an answer.
    throw new GatewayError(errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE');
  }

  private prune(): void {
    if (this.cache.size < PRUNE_AT) return;
    const now = this.props.cloud.now();
    for (const [key, { expiresAt }] of this.cache) if (expiresAt <= now) this.cache.delete(key);
  }
}
