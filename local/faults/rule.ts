import type { GatedCall } from '../core/gate';
import { glob, type Matcher } from '../iam/glob';
import type { ActiveFault, RuleFault } from './fault';
import { seededRandom } from './seeded-random';
import { WaitingCalls } from './waiting-calls';

const anything: Matcher = () => true;

/** A rule fault in force: which calls it meets, and how many it has met. */
export class Rule {
  readonly waiting = new WaitingCalls();
  /** Whether it meets nothing any more. */
  ended = false;
  private readonly matches: (call: GatedCall) => boolean;
  private readonly random?: () => number;
  private seen = 0;
  private hits = 0;

  constructor(
    readonly id: string,
    readonly fault: RuleFault,
  ) {
    this.matches = matcherOf(fault);
    if (fault.seed !== undefined) this.random = seededRandom(fault.seed);
  }

  get state(): ActiveFault {
    return { ...this.fault, id: this.id, hits: this.hits, waiting: this.waiting.count };
  }

  /** Whether the fault meets this call; asked once a call, in the order in which they come. */
  meets(call: GatedCall): boolean {
    const { skip = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = this.fault;
    if (this.ended || !this.matches(call)) return false;
    this.seen += 1;
    if (this.seen <= skip || this.hits >= times) return false;
    if (this.random && this.random() >= probability) return false;
    this.hits += 1;
    return true;
  }

  /** Lets what it keeps waiting be executed. */
  end(): void {
    this.ended = true;
    this.waiting.release();
  }

  /** Lets what it keeps waiting be lost. */
  drop(error: Error): void {
    this.ended = true;
    this.waiting.drop(error);
  }
}

function matcherOf({ action, resource, region, principal, effect }: RuleFault): (call: GatedCall) => boolean {
  // Actions are not case-sensitive, as in policies.
  const actions = glob(action, 'i');
  const resources = resource === undefined ? anything : glob(resource);
  const principals = principal === undefined ? anything : glob(principal);
  // Only a function has an environment of its own.
  const byFunction = 'kill' in effect && effect.function === undefined;
  return (call) =>
    actions(call.action) &&
    resources(call.resource) &&
    principals(call.caller.principal) &&
    (region === undefined || region === call.region) &&
    (!byFunction || call.caller.environmentId !== undefined);
}
