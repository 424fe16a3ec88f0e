import { Readable } from 'node:stream';
import { AwsError } from '../core/aws-error';
import type { Caller } from '../core/call';
import { ConnectionLostError } from '../core/connection-lost';
import type { GatedCall } from '../core/gate';
import type { LambdaService } from '../lambda/service';
import type { Effect } from './fault';
import type { Rule } from './rule';

/** What effects need of Lambda. */
export type Killer = Pick<LambdaService, 'killEnvironment' | 'killFunction'>;

const DEFAULT_MESSAGE = 'Injected by a fault of the local cloud.';

/**
 * Does a call's work under the rules that meet it, the oldest first; a later one meets what the earlier ones let on.
 * @throws AwsError of a rule that fails it, ConnectionLostError of one that kills, or what the work throws
 */
export async function applyRules<T>(
  [rule, ...later]: Rule[],
  call: GatedCall,
  lambda: Killer,
  work: () => Promise<T>,
): Promise<T> {
  if (!rule) return work();
  const goOn = () => applyRules(later, call, lambda, work);
  if (!rule.meets(call)) return goOn();
  const { effect } = rule.fault;
  if (!('kill' in effect && effect.kill === 'after')) {
    await strike(rule, call, lambda);
    return goOn();
  }
  await goOn().then(discard, () => {});
  await kill(effect, call.caller, lambda);
  throw new ConnectionLostError();
}

/** What happens before a call is executed. */
async function strike(
  { fault: { effect }, waiting }: Rule,
  { caller, signal }: GatedCall,
  lambda: Killer,
): Promise<void> {
  if ('fail' in effect) throw new AwsError(effect.fail, effect.message ?? DEFAULT_MESSAGE, effect.status);
  if ('hold' in effect) return waiting.wait({ signal });
  // A late call is executed also when its caller has gone.
  if ('delayMs' in effect) return waiting.wait({ ms: effect.delayMs });
  await kill(effect, caller, lambda);
  throw new ConnectionLostError();
}

async function kill(
  { function: name }: Extract<Effect, { kill: unknown }>,
  { environmentId }: Caller,
  lambda: Killer,
): Promise<void> {
  if (name !== undefined) await lambda.killFunction(name);
  else if (environmentId !== undefined) await lambda.killEnvironment(environmentId);
}

/** Lets go of what an answer that nobody reads holds open. */
function discard(answer: unknown): void {
  const body = (answer as { body?: unknown } | undefined)?.body;
  if (body instanceof Readable) body.destroy();
}
