import type { ActiveFault, Effect } from '../../local/faults/fault';

/** One line for people: id, what the fault does to what, and what it has met. */
export function formatFault(fault: ActiveFault): string {
  const { id, hits, waiting } = fault;
  return `${id.padEnd(10)} ${describe(fault)}; met ${hits}${waiting > 0 ? `, waiting ${waiting}` : ''}`;
}

function describe(fault: ActiveFault): string {
  if ('outage' in fault) return `${fault.region ?? `stack ${fault.stack}`} is down (${fault.outage})`;
  const { action, effect, resource, region, principal, skip, times, probability, seed } = fault;
  const members = { resource, region, principal, skip, times, probability, seed };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  const only = given.map(([name, value]) => `${name} ${value}`).join(', ');
  return `${action}: ${describeEffect(effect)}${only && ` (${only})`}`;
}

function describeEffect(effect: Effect): string {
  if ('fail' in effect) return `fail with ${effect.fail}${effect.status ? ` ${effect.status}` : ''}`;
  if ('delayMs' in effect) return `delay by ${effect.delayMs} ms`;
  if ('hold' in effect) return 'hold';
  return `kill ${effect.function ?? 'the calling function'} ${effect.kill} it`;
}
