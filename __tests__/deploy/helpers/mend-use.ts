import { isDeepStrictEqual } from 'node:util';
import { json, type Mend, type Reply } from './mend';

/** How often each mend was needed in a run. */
export class MendUse {
  private readonly counts = new Map<string, number>();
  private readonly healed = new Set<string>();

  constructor(readonly mends: readonly Mend[]) {}

  /** @returns how often the mend was used by now */
  note({ name }: Mend): number {
    const count = this.of({ name }) + 1;
    this.counts.set(name, count);
    return count;
  }

  /** Notes a completed reply, unless the emulator's own says the same. */
  noteReply(mend: Mend, own: Reply, body: Buffer): void {
    if (!isDeepStrictEqual(json(own), json({ body }))) this.note(mend);
  }

  /** Notes that the emulator would have done without the mend. */
  noteHealed({ name }: Mend): void {
    this.healed.add(name);
  }

  of({ name }: Pick<Mend, 'name'>): number {
    return this.counts.get(name) ?? 0;
  }

  /** Names of the mends that nothing needed: they should go. */
  needless(): string[] {
    return this.mends.map(({ name }) => name).filter((name) => !this.of({ name }) || this.healed.has(name));
  }
}
