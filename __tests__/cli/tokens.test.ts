import { makeProgram } from '../../cli/tokens';
import { hashToken } from '../../contracts/tokens';
import { runCommand } from '../helpers/command-line';
import { useCommandEndpoint } from '../helpers/command-endpoint';

const aws = useCommandEndpoint('__tests__/cli/regions.json');

const tokens = (...args: string[]) => runCommand(makeProgram, [...args, '--endpoint', aws().url]);
const add = (principal: string) => tokens('add', '--principal', principal);
const [a, b] = [hashToken('a'), hashToken('b')];

describe('add', () => {
  it('shows 256 random bits once, and keeps only their hash', async () => {
    const { exitCode, out, notes } = await add('acme');

    const token = out[0] ?? '';
    expect(exitCode).toBe(0);
    expect(out).toHaveLength(1);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(aws().secret.value).toEqual({ [hashToken(token)]: 'acme' });
    expect(notes).not.toContain(token);
  });

  it('keeps the tokens that are there, those of the same principal too', async () => {
    aws().secret.set({ [a]: 'acme', [b]: 'other' });

    const { out } = await add('acme');

    expect(aws().secret.value).toEqual({ [a]: 'acme', [b]: 'other', [hashToken(out[0] ?? '')]: 'acme' });
  });

  it.each([
    ['the first token of all', undefined],
    ['a further token', { [a]: 'acme' }],
  ])('loses no change that somebody else makes meanwhile: %s', async (_, initial) => {
    if (initial) aws().secret.set(initial);
    let others = 0;
    aws().secret.before = (command) => {
      if (command !== 'PutSecretValue' || others > 0) return;
      others += 1;
      aws().secret.set({ ...initial, [b]: 'somebody' });
    };

    const { exitCode, out } = await add('acme');

    expect(exitCode).toBe(0);
    expect(aws().secret.value).toEqual({ ...initial, [b]: 'somebody', [hashToken(out[0] ?? '')]: 'acme' });
  });

  it('loses none of ten tokens that are added at the same time', async () => {
    aws().secret.set({});

    const ended = await Promise.all(Array.from({ length: 10 }, (_, n) => add(`client-${n}`)));

    const added = ended.filter(({ exitCode }) => exitCode === 0);
    expect(Object.keys(aws().secret.value ?? {}).sort()).toEqual(
      added.map(({ out }) => hashToken(out[0] ?? '')).sort(),
    );
    expect(added.length).toBeGreaterThan(0);
  });

  it('fails when the tokens never stand still, and shows no token', async () => {
    aws().secret.set({});
    let others = 0;
    aws().secret.before = (command) => {
      if (command !== 'UpdateSecretVersionStage') return;
      others += 1;
      aws().secret.set({ [a]: `somebody-${others}` });
    };

    const { exitCode, out, notes } = await add('acme');

    expect(exitCode).toBe(1);
    expect(out).toEqual([]);
    expect(notes).toContain('try again');
  });

  it.each(['anonymous', 'h_abc', 'a/b', '', 'x'.repeat(65)])('fails for principal %j', async (principal) => {
    const { exitCode, notes } = await add(principal);

    expect(exitCode).toBe(2);
    expect(notes).toContain('reserved');
    expect(aws().secret.value).toBeUndefined();
  });

  it('fails without a principal', async () => {
    expect((await tokens('add')).exitCode).toBe(2);
  });

  it('fails when the secret is full, and changes nothing', async () => {
    const full = Object.fromEntries(
      Array.from({ length: 600 }, (_, n) => [hashToken(`${n}`), 'x'.repeat(40)]),
    );
    aws().secret.set(full);

    const { exitCode, notes } = await add('acme');

    expect(exitCode).toBe(1);
    expect(notes).toMatch(/601 tokens need \d+ bytes, a secret holds 65536: revoke some first/);
    expect(aws().secret.value).toEqual(full);
  });

  it('fails when the secret is malformed, and changes nothing', async () => {
    aws().secret.set(['not', 'an', 'object']);

    const { exitCode, notes } = await add('acme');

    expect(exitCode).toBe(1);
    expect(notes).toContain('no JSON object');
    expect(aws().secret.value).toEqual(['not', 'an', 'object']);
  });

  it('says how soon every region knows, by the slowest', async () => {
    expect((await add('acme')).notes).toContain('in 360 s');
  });
});

describe('revoke', () => {
  beforeEach(() => aws().secret.set({ [a]: 'acme', [b]: 'acme', [hashToken('c')]: 'other' }));

  it('forgets all tokens of a principal', async () => {
    const { exitCode, out } = await tokens('revoke', 'acme');

    expect(exitCode).toBe(0);
    expect(out).toHaveLength(2);
    expect(aws().secret.value).toEqual({ [hashToken('c')]: 'other' });
  });

  it.each([a, a.slice(0, 8), a.slice(0, 8).toUpperCase()])('forgets the token of hash %s', async (hash) => {
    await tokens('revoke', hash);

    expect(aws().secret.value).toEqual({ [b]: 'acme', [hashToken('c')]: 'other' });
  });

  it.each(['nobody', a.slice(0, 7), 'ffffffff'])(
    'fails for %s, which there is not, and changes nothing',
    async (wanted) => {
      const { exitCode, notes } = await tokens('revoke', wanted);

      expect(exitCode).toBe(3);
      expect(notes).toContain(JSON.stringify(wanted));
      expect(Object.keys(aws().secret.value ?? {})).toHaveLength(3);
    },
  );

  it('fails when several hashes begin so', async () => {
    const twin = `${a.slice(0, 8)}${'0'.repeat(56)}`;
    aws().secret.set({ [a]: 'acme', [twin]: 'other' });

    expect((await tokens('revoke', a.slice(0, 8))).notes).toContain('2 tokens have a hash that begins so');
  });
});

describe('list', () => {
  it('shows principals and the beginnings of hashes', async () => {
    aws().secret.set({ [b]: 'other', [a]: 'acme' });

    const { out } = await tokens('list');

    expect(out).toEqual([
      `acme                     ${a.slice(0, 8)}`,
      `other                    ${b.slice(0, 8)}`,
    ]);
  });

  it('says that nobody gets in when there are no tokens', async () => {
    expect(await tokens('list')).toEqual({
      exitCode: 0,
      out: [],
      notes: 'There are no tokens: everybody is denied.',
    });
  });
});

it('the help explains the exit codes and how soon a change bites', async () => {
  const { out } = await tokens('--help');

  expect(out.join('')).toContain('Exit codes:');
  expect(out.join('')).toContain('How soon a change bites');
});

it('fails for a configuration with faults, and names them', async () => {
  process.env.PILLARBOX_CONFIG = '__tests__/cli/none.json';

  const { exitCode, notes } = await tokens('list');

  expect(exitCode).toBe(2);
  expect(notes).toContain('__tests__/cli/none.json');
});
