import { type ChaosOptions, makeProgram } from '../../chaos/options';

const parse = (...args: string[]) => {
  const written: string[] = [];
  const taken: ChaosOptions[] = [];
  const program = makeProgram(async (options) => {
    taken.push(options);
  })
    .exitOverride()
    .configureOutput({ writeOut: (text) => written.push(text), writeErr: (text) => written.push(text) });
  const done = program.parseAsync(args, { from: 'user' }).then(() => taken[0]);
  return { done, written };
};

it('sends 1,500 captures within three quarters of a minute of faults unless told otherwise', async () => {
  await expect(parse().done).resolves.toEqual({ captures: 1500, seed: 1, clients: 8, faultSeconds: 45 });
});

it('takes longer for more captures', async () => {
  await expect(parse('--captures', '20000').done).resolves.toMatchObject({ faultSeconds: 200 });
});

it('takes every option', async () => {
  const args = ['--captures', '10', '--seed', '0', '--clients', '2', '--fault-seconds', '5'];

  await expect(parse(...args).done).resolves.toEqual({ captures: 10, seed: 0, clients: 2, faultSeconds: 5 });
});

it.each([
  ['--captures', '0', 'from 1 to 1000000'],
  ['--captures', 'many', 'from 1 to 1000000'],
  ['--seed', '-1', 'from 0 to 2147483647'],
  ['--clients', '1.5', 'from 1 to 1000'],
  ['--fault-seconds', '1', 'from 5 to 3600'],
])('fails for %s %s', async (option, value, allowed) => {
  const { done, written } = parse(option, value);

  await expect(done).rejects.toThrow();
  expect(written.join('')).toContain(`argument '${value}' is invalid. Allowed is a whole number ${allowed}.`);
});

it('tells every option, its default and the exit codes', async () => {
  const { done, written } = parse('--help');

  await expect(done).rejects.toThrow();
  const help = written.join('').replaceAll(/\s+/g, ' ');
  expect(help).toContain('--captures <n> captures to send (default: 1500)');
  expect(help).toContain('--seed <n> start of the random numbers (default: 1)');
  expect(help).toContain('--clients <n>');
  expect(help).toContain('--fault-seconds <n>');
  expect(help).toContain('Exit codes: 0 all invariants hold, 1 a violation');
});
