import { assumeRole } from '../core/assume-role';
import type { Cloud } from '../core/cloud';
import type { LambdaService } from '../lambda/service';
import { API_GATEWAY } from './assumption';
import { type Authorization, readAuthorization } from './authorization';
import { GatewayError } from './gateway-error';
import type { AuthorizerPolicy } from './policy';

/** The function behind a REQUEST authorizer. */
export interface AuthorizerFunctionProps {
  cloud: Pick<Cloud, 'gate'>;
  lambda: Pick<LambdaService, 'invoke'>;
  region: string;
  /** ARN of the function. */
  functionArn: string;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
}

/**
 * Asks an authorizer's function who a caller is.
 * @throws GatewayError UNAUTHORIZED (401), AUTHORIZER_FAILURE or _CONFIGURATION_ERROR (500)
 */
export async function askAuthorizer(props: AuthorizerFunctionProps, event: object): Promise<Authorization> {
  const { cloud, lambda, region, functionArn, credentials: roleArn } = props;
  const payload = JSON.stringify(event);
  const result = await assumeRole(cloud, { region, roleArn, ...API_GATEWAY })
    .then((caller) => lambda.invoke({ region, functionName: functionArn, payload, caller }))
    .catch(() => {
      throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR');
    });
  if (!result.functionError) return readAuthorization(result.payload);
  const { errorMessage } = JSON.parse(result.payload) as { errorMessage?: string };
  // The one error that API Gateway takes for an answer.
  throw new GatewayError(errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE');
}

/** Holds a call against an authorizer's policy. @throws GatewayError ACCESS_DENIED (403) */
export function requireAllowed(policy: AuthorizerPolicy, methodArn: string): void {
  const decision = policy.decide(methodArn);
  if (decision === 'denied') {
    throw new GatewayError(
      'ACCESS_DENIED',
      'User is not authorized to access this resource with an explicit deny',
    );
  }
  if (decision !== 'allowed') throw new GatewayError('ACCESS_DENIED');
}
