import { type SynthesizedStack, synth } from '../helpers/synth';
import type { Break } from './policy/breaks/change';
import { PERMISSION_BREAKS } from './policy/breaks/permissions';
import { RESOURCE_BREAKS } from './policy/breaks/resources';
import { RULES } from './policy/checks';

const stacks = synth();
const breaks = { ...PERMISSION_BREAKS, ...RESOURCE_BREAKS };

function broken({ stack, change }: Break): SynthesizedStack {
  const terraform = JSON.parse(stacks[stack ?? 'ingest-eu-west-2']!.text) as SynthesizedStack['terraform'];
  change(terraform.resource);
  // As a synthesis would write it: what is undefined is left out.
  const text = JSON.stringify(terraform);
  return { terraform: JSON.parse(text), text };
}

describe.each(RULES)('that $name', ({ name, faults }) => {
  it.each(Object.entries(breaks[name] ?? {}))('fails a stack in which %s', (_title, change) => {
    expect(faults(broken(change))).not.toEqual([]);
  });
});

it('every rule is broken in some way, and no other', () => {
  expect(Object.keys(breaks).sort()).toEqual(RULES.map(({ name }) => name).sort());
});
