import type { RuleFault } from '../../../local/faults/fault';
import { glob } from '../../../local/iam/glob';
import { type Deployment, eventually } from '../../e2e/helpers/deployment';
import type { CallLog, LoggedCall } from './call-log';

/** Far beyond every test, ms: the call arrives when it is let go, even if its caller has long been gone. */
const UNTIL_LET_GO_MS = 3_600_000;

/** Which calls are kept. */
export type Kept = Pick<RuleFault, 'action' | 'resource' | 'principal' | 'skip' | 'times'>;

/** Calls that are on their way for as long as a test likes: what a zombie leaves behind. */
export class LateCalls {
  private constructor(
    private readonly deployment: Deployment,
    /** Of the fault that keeps them. */
    readonly id: string,
    private readonly kept: Kept,
    private readonly log: CallLog,
    /** Where the log stood. */
    private readonly since: number,
  ) {}

  /** Keeps the next call (or `times` calls) that match; their repetitions pass. */
  static async keep(deployment: Deployment, log: CallLog, match: Kept): Promise<LateCalls> {
    const kept = { times: 1, ...match };
    const since = log.calls.length;
    const id = await deployment.fault({ ...kept, effect: { delayMs: UNTIL_LET_GO_MS } });
    return new LateCalls(deployment, id, kept, log, since);
  }

  /** Resolves when all of them have been made. */
  async made(): Promise<void> {
    await this.deployment.untilFault(this.id, ({ waiting }) => waiting === this.kept.times);
  }

  /** Lets them arrive, and answers how each ended: `done`, or the error's code. */
  async arrive(): Promise<string[]> {
    await this.deployment.removeFault(this.id);
    return eventually('late calls to be executed', async () => {
      const endings = this.calls.map(({ ending }) => ending);
      return endings.every((ending) => ending !== undefined) ? (endings as string[]) : undefined;
    });
  }

  private get calls(): LoggedCall[] {
    const { action, resource = '*', principal = '*', skip = 0, times = 1 } = this.kept;
    const matches = [glob(action), glob(resource), glob(principal)] as const;
    return this.log.calls
      .slice(this.since)
      .filter((call) => matches[0](call.action) && matches[1](call.resource) && matches[2](call.principal))
      .slice(skip, skip + times);
  }
}
