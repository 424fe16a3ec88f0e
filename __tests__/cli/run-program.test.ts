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

it('a local cloud that is not there is said in one line', async () => {
  expect(await ending(refused)).toEqual({
    exitCode: 4,
    out: [],
    notes: `nobody answers (ECONNREFUSED): start the local cloud with "npm start", name another with --endpoint, or use --aws`,
  });
});

const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const late = Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });

it.each([
  ['ECONNRESET', reset],
  ['ETIMEDOUT', late],
  ['TimeoutError', timedOut],
])(
  'a cloud that is there and does not answer is taken for a region that is down: %s',
  async (what, error) => {
    expect(await ending(error)).toEqual({
      exitCode: 4,
      out: [],
      notes: `nobody answers (${what}): a region of the local cloud may be down, which "npm run faults -- list" tells`,
    });
    expect((await ending(error, '--aws')).notes).toBe(
      `nobody answers (${what}): a region of AWS may be down, or the way there`,
    );
  },
);

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
