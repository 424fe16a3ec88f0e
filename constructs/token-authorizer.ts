import { Construct } from 'constructs';
import type { IngestSettings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { tokenSecretName } from '../contracts/naming';
import { MAX_SECRET_CACHE_SECONDS } from '../contracts/tokens';
import type { Bundles } from './bundle';
import { invokedFunction } from './invoked-function';
import { NodeFunction } from './node-function';
import { grantReadReplica } from './replicated-secret';

/** What the authorizer of a region is made from. */
export interface TokenAuthorizerProps {
  /** The deployment's name. */
  name: string;
  settings: Pick<IngestSettings, 'auth' | 'logRetentionDays'>;
  bundles: Bundles;
}

/** Time-out of the function, seconds: a cold start and one read of the secret. API Gateway waits for 29. */
const TIMEOUT_SECONDS = 5;

/** The authorizer function of a region, reading that region's replica of the token secret and nothing else. */
export class TokenAuthorizer extends Construct {
  readonly invokeArn: string;
  /** ARN of the role by which API Gateway calls the function. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { name, settings, bundles }: TokenAuthorizerProps) {
    super(scope, id);
    const { tokenHeader, cacheTtlSeconds } = settings.auth;
    const fn = new NodeFunction(this, 'authorizer', {
      name,
      function: 'authorizer',
      bundles,
      description: 'Tells the principal of a token',
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays: settings.logRetentionDays,
    });
    fn.wire({
      [ENV.tokenHeader]: tokenHeader,
      // Without a cache in API Gateway a revocation is meant to bite at once.
      [ENV.secretCacheSeconds]: String(Math.min(cacheTtlSeconds, MAX_SECRET_CACHE_SECONDS)),
    });
    grantReadReplica(fn, ENV.tokenSecret, tokenSecretName(name));
    const { invokeArn, roleArn } = invokedFunction(this, name, 'authorizer', fn);
    this.invokeArn = invokeArn;
    this.roleArn = roleArn;
  }
}
