import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const COMMANDS = ['errors', 'redrive', 'retry', 'replay', 'reconcile', 'pause', 'resume'];
const OF_A_REGION = ['errors', 'redrive', 'reconcile', 'pause', 'resume'];

// In a process of its own: what Node throws in a test is no Error to the SDK.
it.each([['errors', 'eu-west-2'], ['reconcile']])(
  'a cloud that does not answer is an exit code of its own: %s',
  async (...args) => {
    const command = ['--import', 'tsx', 'cli/ops.ts', ...args, '--endpoint', 'http://127.0.0.1:1'];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] });

    const [notes, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);

    expect(exitCode).toBe(4);
    expect(notes).toContain('nobody answers (ECONNREFUSED): start the local cloud with "npm start"');
  },
);

it.each([...OF_A_REGION.map((command) => [command, 'mars-north-1']), ['retry', 'mars-north-1.publish.x']])(
  'fails for a region that is none, naming those that are, before anything is asked: %s %s',
  async (...args) => {
    expect(await operator.run(...args)).toEqual({
      exitCode: 2,
      out: [],
      notes: 'region: received "mars-north-1", allowed are the ingest regions eu-west-2, us-east-1',
    });
    expect(operator.cloud.asked).toEqual([]);
  },
);

it.each(COMMANDS)(
  'the help of %s explains its options, the dry run among them, and the exit codes',
  async (command) => {
    const { exitCode, out } = await operator.run(command, '--help');

    const help = out.join('\n');
    expect(exitCode).toBe(0);
    expect(help).toContain('--dry-run');
    expect(help).toContain('--aws');
    expect(help).toContain('1  failed or refused\n');
    expect(help).toContain('2  wrong use: unknown option or region');
  },
);

it('the help lists every command', async () => {
  const help = (await operator.run('--help')).out.join('\n');

  for (const command of COMMANDS) expect(help).toMatch(new RegExp(`^  ${command} .*\\w`, 'm'));
});

it('fails for a command that there is not', async () => {
  expect(await operator.run('explode')).toMatchObject({ exitCode: 2 });
});

it('fails with the name of the error when AWS refuses', async () => {
  operator.cloud.refuse('dynamodb UpdateItem');

  expect(await operator.run('pause')).toEqual({
    exitCode: 1,
    out: [],
    notes: 'AccessDeniedException: refused',
  });
});

describe('a configuration of another deployment', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'other-'));
    const file = join(folder, 'regions.json');
    const mine = JSON.parse(readFileSync('__tests__/cli/regions.json', 'utf8'));
    writeFileSync(file, JSON.stringify({ ...mine, name: 'other' }));
    process.env.PILLARBOX_CONFIG = file;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    [['errors', 'eu-west-2'], 'queue other-captures-errors in eu-west-2'],
    [['errors', 'eu-west-2', '--records'], 'table other-records'],
    [['retry', 'eu-west-2.publish.x'], 'table other-records'],
    [['pause'], 'table other-records'],
    [['resume', '--dry-run'], 'table other-records'],
    [['replay', '--from', '2023-11-14'], 'archive other-failures'],
  ])(
    'fails with the name of what is missing, and asks whether it is the right one: %j',
    async (args, missing) => {
      const { exitCode, notes } = await operator.run(...args);

      expect(exitCode).toBe(1);
      expect(notes).toContain(
        `there is no ${missing}; does the configuration (PILLARBOX_CONFIG) belong to this deployment?`,
      );
    },
  );
});
