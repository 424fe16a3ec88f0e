import type { Data } from './engine';
import type { Replication } from './replication';
import type { TableSettings } from './table-settings';

/** A table, which is the same one in the region of its stack, its home, and in those of its replicas. */
export class Table {
  constructor(
    readonly settings: TableSettings,
    /** The region that takes writes. */
    readonly home: string,
    private readonly replications: Replication[],
  ) {}

  /** Where it is, its home first. */
  get regions(): string[] {
    return [this.home, ...this.settings.replicaRegions];
  }

  /** Has the replicas follow a change. @param item has the attributes of its key at least */
  replicate(item: Data): void {
    const { hashKey, rangeKey } = this.settings;
    const names = rangeKey === undefined ? [hashKey] : [hashKey, rangeKey];
    const key = Object.fromEntries(names.map((name) => [name, item[name]]));
    for (const replication of this.replications) replication.note(key);
  }

  /** Leaves the replicas as they are. */
  stop(): void {
    for (const replication of this.replications) replication.stop();
  }
}
