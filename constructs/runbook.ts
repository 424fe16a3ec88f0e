/** Where a person who gets an alarm reads on: the entry of the alarm in `docs/failure-modes.md`. */
export function runbook(alarm: string): string {
  return `Runbook: docs/failure-modes.md#alarm-${alarm}`;
}
