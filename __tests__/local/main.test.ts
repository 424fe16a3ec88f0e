import { makeProgram } from '../../local/main';

const parse = (...args: string[]) => {
  const written: string[] = [];
  let started: object | undefined;
  const program = makeProgram(async (options) => {
    started = { ...options };
  })
    .exitOverride()
    .configureOutput({ writeOut: (text) => written.push(text), writeErr: (text) => written.push(text) });
  const done = program.parseAsync(args, { from: 'user' });
  return { done, written, started: () => started };
};

describe('npm start', () => {
  it('listens on 4566 and accepts the seed token unless told otherwise', async () => {
    const { done, started } = parse();
    await done;
    expect(started()).toEqual({ port: 4566, seed: true, iam: true });
  });

  it('takes port, period, configuration, no seed and no IAM', async () => {
    const { done, started } = parse(
      '--port',
      '0',
      '--schedule-seconds',
      '5',
      '-c',
      'other.json',
      '--no-seed',
      '--no-iam',
    );
    await done;
    expect(started()).toEqual({ port: 0, scheduleSeconds: 5, config: 'other.json', seed: false, iam: false });
  });

  it.each([
    ['--port', '70000', 'A port is a whole number from 0 to 65535.'],
    ['--port', 'x', 'A port is a whole number from 0 to 65535.'],
    ['--schedule-seconds', '0.05', 'A period is a number of seconds from 0.1 to 2147483.'],
    ['--schedule-seconds', '2147484', 'A period is a number of seconds from 0.1 to 2147483.'],
    ['--fast', '', "unknown option '--fast'"],
  ])('fails for %s %s', async (option, value, reason) => {
    const { done, written } = parse(option, value);
    await expect(done).rejects.toThrow();
    expect(written.join('')).toContain(reason);
  });

  it('tells every option and exit code', async () => {
    const { done, written } = parse('--help');
    await expect(done).rejects.toThrow('(outputHelp)');
    for (const word of ['--port', '--schedule-seconds', '--config', '--no-seed', 'Exit codes: 0']) {
      expect(written.join('')).toContain(word);
    }
  });
});
