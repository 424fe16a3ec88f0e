import { Command } from 'commander';
import { runCommand } from '../helpers/command-line';

/** A program whose command ends so. */
const ending = (error: Error) =>
  runCommand(
    () =>
      new Command('test').action(() => {
        throw error;
      }),
    [],
  );

it.each([
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  Object.assign(new Error('a request has exceeded …'), { name: 'TimeoutError' }),
])('a target that nobody answers at is said in one line: %s', async (error) => {
  const { exitCode, notes } = await ending(error);

  expect(exitCode).toBe(4);
  expect(notes).toMatch(
    /^nobody answers \((ECONNREFUSED|TimeoutError)\): start the local cloud with "npm start".*$/,
  );
});

it('any other error is said by its name', async () => {
  const error = Object.assign(new Error('not yours'), { name: 'AccessDeniedException' });

  expect(await ending(error)).toEqual({ exitCode: 1, out: [], notes: 'AccessDeniedException: not yours' });
});
