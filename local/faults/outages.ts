import type { Outage } from './outage';
import type { Place } from './territory';

/** A call under way. */
interface Passage {
  place: Place;
  signal?: AbortSignal;
  /** What it comes to instead of its answer; set by an outage. */
  cut?: Promise<never>;
  lose(cut: Promise<never>): void;
}

/** The outages in force, and every call that they may cut off. */
export class Outages {
  private readonly outages = new Set<Outage>();
  private readonly underWay = new Set<Passage>();

  /** Whether what lies there is away. */
  covers(place: Place): boolean {
    return this.find(place) !== undefined;
  }

  /**
   * Lets a call on that goes where nothing is away.
   * @param signal aborted when the caller is gone
   * @throws ConnectionLostError
   */
  async check(place: Place, signal?: AbortSignal): Promise<void> {
    if (this.outages.size > 0) await this.find(place)?.meet(signal);
  }

  /**
   * Does a call's work, unless an outage is there or comes before it is answered.
   * @param signal aborted when the caller is gone
   * @throws ConnectionLostError, or what the work throws
   */
  async guard<T>(place: Place, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (this.outages.size > 0) await this.check(place, signal);
    const passage: Passage = { place, signal, lose: () => {} };
    const lost = new Promise<never>((resolve) => {
      passage.lose = resolve;
    });
    this.underWay.add(passage);
    try {
      const answer = work().then(
        (result) => passage.cut ?? result,
        (error) => passage.cut ?? Promise.reject(error),
      );
      return await Promise.race([answer, lost]);
    } finally {
      this.underWay.delete(passage);
    }
  }

  /** Begins an outage, which also meets the calls under way. */
  start(outage: Outage): void {
    this.outages.add(outage);
    for (const passage of this.underWay) {
      if (passage.cut || !outage.covers(passage.place)) continue;
      passage.cut = outage.meet(passage.signal);
      passage.lose(passage.cut);
    }
  }

  /** Ends an outage; what hung in it is lost. */
  end(outage: Outage): void {
    this.outages.delete(outage);
    outage.waiting.release();
  }

  private find(place: Place): Outage | undefined {
    for (const outage of this.outages) if (outage.covers(place)) return outage;
    return undefined;
  }
}
