import { ConnectionLostError } from '../core/connection-lost';
import type { ActiveFault, OutageFault } from './fault';
import type { Place, Territory } from './territory';
import { WaitingCalls } from './waiting-calls';

/** An outage in force: what lies in it, and the calls that it has met. */
export class Outage {
  readonly waiting = new WaitingCalls();
  private hits = 0;

  /** @param territory what the stack of the fault holds; a region's outage needs none */
  constructor(
    readonly id: string,
    readonly fault: OutageFault,
    private readonly territory?: Territory,
  ) {}

  get state(): ActiveFault {
    return { ...this.fault, id: this.id, hits: this.hits, waiting: this.waiting.count };
  }

  covers(place: Place): boolean {
    return this.territory ? this.territory(place) : place.region === this.fault.region;
  }

  /**
   * What a call comes to: no answer.
   * @param signal aborted when the caller is gone
   * @throws ConnectionLostError at once, or, where calls hang, when the outage has ended
   */
  async meet(signal?: AbortSignal): Promise<never> {
    this.hits += 1;
    if (this.fault.outage === 'hang') await this.waiting.wait({ signal });
    throw new ConnectionLostError();
  }
}
