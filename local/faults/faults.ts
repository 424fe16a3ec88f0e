import { ConnectionLostError } from '../core/connection-lost';
import type { GatedCall } from '../core/gate';
import type { LoadedStack } from '../load/load-stacks';
import { applyRules, type Killer } from './apply-rules';
import { type BlackedOut, blackOut } from './black-out';
import type { ActiveFault, NewFault } from './fault';
import { checkFaults } from './check-faults';
import { Outage } from './outage';
import { Outages } from './outages';
import { Rule } from './rule';
import { type Territory, territoriesOf } from './territory';

/** The faults in force. */
export class Faults {
  readonly outages = new Outages();
  private readonly active = new Map<string, Rule | Outage>();
  private readonly rules = new Set<Rule>();
  private stacks: LoadedStack[] = [];
  private territories = new Map<string, Territory>();
  private count = 0;

  constructor(private readonly services: BlackedOut & { lambda: Killer }) {}

  /** Makes the stacks known that faults may name. */
  know(stacks: LoadedStack[]): void {
    this.stacks = stacks;
    this.territories = territoriesOf(stacks);
  }

  /**
   * Puts faults in force, all or none; of an outage, everything that runs there has ended then.
   * @throws FaultError with whatever is wrong with them
   */
  async add(...given: NewFault[]): Promise<ActiveFault[]> {
    const checked = checkFaults(given, { stacks: this.stacks, taken: (id) => this.active.has(id) });
    const added = checked.map((fault) => this.start(fault));
    await this.blackOut(added);
    return added.map(({ state }) => state);
  }

  /** Oldest first. */
  list(): ActiveFault[] {
    return [...this.active.values()].map(({ state }) => state);
  }

  /** The fault with that id, as it stands now. */
  find(id: string): ActiveFault | undefined {
    return this.active.get(id)?.state;
  }

  /** Ends a fault, and what it kept waiting is executed, or lost in an outage. Returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    const found = this.active.get(id);
    if (found) await this.end([found]);
    return found !== undefined;
  }

  /** Ends all faults. */
  async clear(): Promise<void> {
    await this.end([...this.active.values()]);
  }

  /** Does a call's work under the rules. @throws AwsError, ConnectionLostError */
  meet<T>(call: GatedCall, work: () => T | Promise<T>): T | Promise<T> {
    if (this.rules.size === 0) return work();
    return applyRules([...this.rules], call, this.services.lambda, async () => {
      // What was kept waiting may arrive in an outage.
      await this.outages.check(call, call.signal);
      return work();
    });
  }

  /** Drops everything that waits: the local cloud ends. */
  stop(): void {
    for (const each of this.active.values()) {
      if (each instanceof Rule) each.drop(new ConnectionLostError());
      else each.waiting.drop(new ConnectionLostError());
    }
  }

  private start({ id = this.nextId(), ...fault }: NewFault): Rule | Outage {
    if (!('outage' in fault)) {
      const rule = new Rule(id, fault);
      this.rules.add(rule);
      this.active.set(id, rule);
      return rule;
    }
    const outage = new Outage(id, fault, this.territories.get(fault.stack ?? ''));
    this.active.set(id, outage);
    this.outages.start(outage);
    return outage;
  }

  private async end(faults: (Rule | Outage)[]): Promise<void> {
    for (const each of faults) {
      this.active.delete(each.id);
      if (each instanceof Outage) {
        this.outages.end(each);
      } else {
        this.rules.delete(each);
        each.end();
      }
    }
    await this.blackOut(faults);
  }

  /** Only an outage changes what may run. */
  private async blackOut(changed: (Rule | Outage)[]): Promise<void> {
    if (changed.some((each) => each instanceof Outage)) await blackOut(this.services, this.outages);
  }

  private nextId(): string {
    do this.count += 1;
    while (this.active.has(`fault-${this.count}`));
    return `fault-${this.count}`;
  }
}
