import type { LoadedStack } from '../load/load-stacks';
import type { NewFault } from './fault';
import { FaultError } from './fault-error';
import { schemaFor } from './fault-schema';
import { issueLines, show } from './issue-line';

/** What faults are checked against. */
export interface FaultContext {
  stacks: LoadedStack[];
  /** Whether a fault with that id is in force. */
  taken(id: string): boolean;
}

/** Checks faults, which may come from anywhere. @throws FaultError with everything that is wrong */
export function checkFaults(given: unknown[], { stacks, taken }: FaultContext): NewFault[] {
  const names = namesOf(stacks);
  const ids = new Set<string>();
  const lines = given.flatMap((fault, index) => {
    const place = given.length > 1 ? `[${index}]` : '';
    const { success, error, data } = schemaFor(fault).safeParse(fault, { reportInput: true });
    if (!success) return error.issues.flatMap((issue) => issueLines(issue, place));
    const { id } = data as NewFault;
    const repeated = id !== undefined && (taken(id) || ids.has(id));
    if (id !== undefined) ids.add(id);
    const found = [
      ...(repeated ? [`id: received ${show(id)}, which a fault has already`] : []),
      ...relations(data as NewFault, names),
    ];
    return found.map((line) => `${place}${place && '.'}${line}`);
  });
  if (lines.length > 0) throw new FaultError(lines);
  return given as NewFault[];
}

interface Names {
  regions: string[];
  stacks: string[];
  functions: string[];
}

function namesOf(stacks: LoadedStack[]): Names {
  const resources = stacks.flatMap((stack) => stack.resources);
  const functions = resources.filter(({ type }) => type === 'aws_lambda_function');
  return {
    regions: [...new Set(stacks.map(({ region }) => region))],
    stacks: stacks.map(({ name }) => name),
    functions: [...new Set(functions.map(({ attributes }) => String(attributes.function_name)))],
  };
}

/** What a schema cannot know: names that must exist, and members that need each other. */
function relations(fault: NewFault, { regions, stacks, functions }: Names): string[] {
  if ('outage' in fault) {
    const { region, stack } = fault as { region?: string; stack?: string };
    if ((region === undefined) === (stack === undefined)) {
      return [`outage: received ${show(fault)}, allowed is either region or stack beside it`];
    }
    return [...unknownName('region', region, regions), ...unknownName('stack', stack, stacks)];
  }
  const { region, probability, seed, effect } = fault;
  const target = 'kill' in effect ? effect.function : undefined;
  return [
    ...unknownName('region', region, regions),
    ...unknownName('effect.function', target, functions),
    ...(probability !== undefined && seed === undefined ? ['seed: missing, it goes with probability'] : []),
    ...(probability === undefined && seed !== undefined ? ['probability: missing, it goes with seed'] : []),
  ];
}

function unknownName(field: string, name: string | undefined, known: string[]): string[] {
  if (name === undefined || known.includes(name)) return [];
  return [`${field}: received ${show(name)}, allowed is ${known.join(', ') || 'none yet'}`];
}
