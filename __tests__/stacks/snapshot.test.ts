import { type SynthesizedStack, synth } from '../helpers/synth';

const stacks = synth();

/** The stack as text, with what changes with every edit of a handler masked. */
function golden({ terraform }: SynthesizedStack): string {
  return JSON.stringify(terraform, null, 2)
    .replace(/assets\/([\w-]+)\/[0-9a-f]{64}\//g, 'assets/$1/<hash>/')
    .replace(/"source_code_hash": "[^"]+"/g, '"source_code_hash": "<hash>"');
}

it.each(['central', 'ingest-eu-west-2'])('%s is what it was', (name) => {
  expect(golden(stacks[name]!)).toMatchSnapshot();
});
