import type { AuditReport } from './audit';
import { INVARIANTS } from './invariants';

/** An audit for people: what was counted, and for each broken invariant its sentence, how often, and the first cases. */
export function formatReport({ counts, violations, broken }: AuditReport): string {
  const statuses = Object.entries(counts.statuses)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${status} ${count}`);
  const lines = [
    `accepted ${counts.accepted}, objects ${counts.objects}, records ${counts.records}`,
    `records: ${statuses.join(', ') || 'none'}; exhausted ${counts.exhausted}`,
    `messages: ${counts.waiting} in queues, ${counts.errorMessages} in error queues`,
  ];
  for (const [invariant, count] of Object.entries(broken)) {
    lines.push(`BROKEN ${invariant}, ${count} times: ${INVARIANTS[invariant]!.sentence}`);
    for (const { id, seen, expected } of violations.filter((violation) => violation.invariant === invariant))
      lines.push(`  ${id}: seen ${seen}; expected ${expected}`);
  }
  if (violations.length === 0) lines.push(`All ${Object.keys(INVARIANTS).length} invariants hold.`);
  return lines.join('\n');
}
