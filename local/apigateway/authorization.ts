import { GatewayError } from './gateway-error';
import { AuthorizerPolicy } from './policy';

/** An authorizer's answer, checked. */
export interface Authorization {
  policy: AuthorizerPolicy;
  /** `$context.authorizer`: the principal and the authorizer's own values, as text. */
  context: Record<string, string>;
}

/**
 * Reads the output of an authorizer function.
 * @throws GatewayError AUTHORIZER_CONFIGURATION_ERROR (500) for one that is not as documented
 */
export function readAuthorization(payload: string): Authorization {
  try {
    const output = JSON.parse(payload) as Record<string, unknown> | null;
    const principalId = output?.principalId;
    if (typeof principalId !== 'string' || !principalId) throw new Error('no principalId');
    const policy = new AuthorizerPolicy(output?.policyDocument);
    return { policy, context: { ...contextOf(output?.context), principalId } };
  } catch {
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR');
  }
}

/** Values become text; objects are refused (API Gateway Developer Guide, "Output from a Lambda authorizer"). */
function contextOf(context: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((context ?? {}) as Record<string, unknown>)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => {
        if (typeof value === 'object') throw new Error(`context.${name} is no text, number or boolean`);
        return [name, String(value)];
      }),
  );
}
