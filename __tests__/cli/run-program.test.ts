import { Command } from 'commander';
import { runCommand } from '../helpers/command-line';

/** A program whose command ends so. */
const ending = (error: Error, ...args: string[]) =>
  runCommand(
    () =>
      new Command('test').option('--aws').action(() => {
        throw error;
      }),
    args,
  );

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const timedOut = Object.assign(new Error('a request has exceeded …'), { name: 'TimeoutError' });

it.each([
  ['ECONNREFUSED', refused],
  ['TimeoutError', timedOut],
])('a local cloud that does not answer is said in one line: %s', async (what, error) => {
  expect(await ending(error)).toEqual({
    exitCode: 4,
    out: [],
    notes: `nobody answers (${what}): start the local cloud with "npm start", name another with --endpoint, or use --aws`,
  });
});

it('AWS that does not answer is said so', async () => {
  expect(await ending(refused, '--aws')).toEqual({
    exitCode: 4,
    out: [],
    notes:
      'nobody answers (ECONNREFUSED): AWS cannot be reached from here; without --aws this asks the local cloud',
  });
});

it('AWS that a command of a program cannot reach is said so', async () => {
  const program = () => {
    const outer = new Command('test');
    outer
      .command('inner')
      .option('--aws')
      .action(() => {
        throw refused;
      });
    return outer;
  };

  expect((await runCommand(program, ['inner', '--aws'])).notes).toContain('AWS cannot be reached');
});

it('any other error is said by its name', async () => {
  const error = Object.assign(new Error('not yours'), { name: 'AccessDeniedException' });

  expect(await ending(error)).toEqual({ exitCode: 1, out: [], notes: 'AccessDeniedException: not yours' });
});
