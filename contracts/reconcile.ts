/** Event and answer of the Reconcile function: one step over the objects of one region. */

/** What one step is to look at. */
export interface ReconcileRequest {
  /** An ingest region. */
  region: string;
  /** Only objects stored at or after this, epoch ms. Default: all. */
  since?: number;
  /** Only objects older than this, seconds. Default: the function's own, a day. */
  minAgeSeconds?: number;
  /** Count, and put nothing back. */
  dryRun?: boolean;
  /** Where the last step ended; absent for the first one. */
  cursor?: string;
}

/** What one step found. Sum the counts over all steps. */
export interface ReconcileReport {
  region: string;
  /** Objects that were looked at, age and all. */
  examined: number;
  /** Objects without a terminal record that nobody seems to hold: put back into the capture queue, unless it is a dry run. */
  putBack: number;
  /** Exhausted captures: they stand in the error queue and are for `redrive` or `retry`. */
  exhausted: number;
  /** Present when there is more: ask again with it. */
  cursor?: string;
  /** Present when the region is paused: nothing was looked at. */
  paused?: true;
}
