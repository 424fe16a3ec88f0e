import { synth } from '../helpers/synth';

const stacks = Object.entries(
  synth({
    defaults: { api: { description: 'a ${literal} and %{another}' } },
    processing: { reservedConcurrency: 5 },
  }),
);

/** Everything between `${` and `}`, unless the `$` is escaped. */
const expressionsOf = (text: string) =>
  [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, inner]) => inner!);

it.each(stacks)('%s has no expressions but references', (_name, { text }) => {
  const reference = /^(?:data\.)?aws_\w+\.[\w-]+\.\w+$/;

  expect(expressionsOf(text).length).toBeGreaterThan(10);
  expect(expressionsOf(text).filter((expression) => !reference.test(expression))).toEqual([]);
});

it.each(stacks)('%s has no template directives and no placeholders', (_name, { text }) => {
  expect(text).not.toMatch(/(?<!%)%\{|TfToken|jsonencode|join\(/);
});
