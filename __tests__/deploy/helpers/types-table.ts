import type { Treatment } from '../../../local/core/resource-type';
import { resourceTypes } from '../../../local/resources';
import { policyChecksOf } from '../../stacks/policy/checks';

/** Resources of one type: how many the stacks have, and how many Terraform made. */
export interface Applied {
  type: string;
  synthesized: number;
  applied: number;
}

interface Row {
  type: string;
  cells: { text: string; holds: boolean }[];
}

const MEANINGS = [
  'executed locally: the local cloud runs the type from the stacks, at least one of its attributes served (docs/local-fidelity.md)',
  'policy-checked: a rule looks at the type, or there is a reason why there is nothing to check (__tests__/stacks/policy)',
];

/** What is proven of each resource type, and of how many of them: a line for each, and what the columns mean. */
export function typesTable(types: Applied[]): string[] {
  const rows = types.map(rowOf);
  const whole = (column: number) => rows.filter(({ cells }) => cells[column]!.holds).length;
  return [
    line('resource type', ['applied', 'executed locally', 'policy-checked']),
    ...rows.map(({ type, cells }) =>
      line(
        type,
        cells.map(({ text }) => text),
      ),
    ),
    line(
      `${rows.length} types`,
      [0, 1, 2].map((column) => `${whole(column)} of ${rows.length}`),
    ),
    ...MEANINGS,
  ];
}

function rowOf({ type, synthesized, applied }: Applied): Row {
  const made = { text: `${applied} of ${synthesized}`, holds: applied === synthesized };
  return { type, cells: [made, localCell(type), policyCell(type)] };
}

function localCell(type: string): Row['cells'][number] {
  const treatments = Object.values(resourceTypes.get(type)?.attributes ?? {}).map(kindOf);
  const count = (kind: string) => treatments.filter((treatment) => treatment === kind).length;
  const text = ['served', 'checked', 'inert']
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`)
    .join(', ');
  return { text: text || 'NOT THERE', holds: count('served') > 0 };
}

function policyCell(type: string): Row['cells'][number] {
  const { rules, explanation } = policyChecksOf(type);
  if (rules.length > 0) return { text: `${rules.length} rule${rules.length === 1 ? '' : 's'}`, holds: true };
  return explanation
    ? { text: `no rule: ${explanation}`, holds: true }
    : { text: 'NOT CHECKED', holds: false };
}

function kindOf(treatment: Treatment): string {
  if (treatment === 'served') return treatment;
  return 'inert' in treatment ? 'inert' : 'checked';
}

function line(type: string, [applied = '', local = '', policy = '']: string[]): string {
  return [type.padEnd(52), applied.padEnd(9), local.padEnd(31), policy].join(' ').trimEnd();
}
