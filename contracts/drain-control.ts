/** Which regions an operator has paused: one item of the records table, read by every plan of a drain. */

/** `id` of the item. No capture has it: ids of captures have dots. */
export const DRAIN_CONTROL_ID = 'control#drain';

/** The item. Absent while nothing is paused; it has no TTL, for a pause ends when somebody ends it. */
export interface DrainControl {
  id: typeof DRAIN_CONTROL_ID;
  /** Ingest regions that no lane drains, a DynamoDB string set; absent when none. */
  pausedRegions?: Set<string>;
}
