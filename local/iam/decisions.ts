import type { Denial } from './evaluate';

/** Decisions kept at most; calls on ever new objects must not fill the memory. */
export const MAX_DECISIONS = 10_000;

/** Decisions that were made already; undefined is one that allows. */
export class Decisions {
  private readonly kept = new Map<string, Denial | undefined>();

  /** How many are kept. */
  get size(): number {
    return this.kept.size;
  }

  /** The decision on a question, made once. */
  of(question: string, decide: () => Denial | undefined): Denial | undefined {
    if (this.kept.has(question)) return this.kept.get(question);
    const decision = decide();
    if (this.kept.size >= MAX_DECISIONS) this.kept.clear();
    this.kept.set(question, decision);
    return decision;
  }

  /** Everything is to be decided anew: a policy has changed. */
  forget(): void {
    this.kept.clear();
  }
}
