import { makeProgram } from '../../cli/webhooks';
import { fingerprint } from '../../cli/edit-webhooks';
import { runCommand } from '../helpers/command-line';
import { useCommandEndpoint } from '../helpers/command-endpoint';

const aws = useCommandEndpoint('__tests__/e2e/regions.json');

const webhooks = (...args: string[]) => runCommand(makeProgram, [...args, '--endpoint', aws().url]);
const given = (input: string, ...args: string[]) =>
  runCommand((output) => makeProgram(output, async () => input), [...args, '--endpoint', aws().url]);
const set = (value: unknown) => aws().secret.set(value as Record<string, string>);

describe('add', () => {
  it('makes 256 random bits in the form of the scheme, and shows them once', async () => {
    const standard = await webhooks('add', 'acme');
    const github = await webhooks('add', 'github');

    const [first = ''] = standard.out;
    const [second = ''] = github.out;
    expect(first).toMatch(/^whsec_/);
    expect(Buffer.from(first.slice(6), 'base64')).toHaveLength(32);
    expect(Buffer.from(second, 'base64url')).toHaveLength(32);
    expect(aws().secret.value).toEqual({ acme: [first], github: [second] });
    expect(standard.notes).not.toContain(first);
  });

  it("takes a provider's own secret from standard input, beside those that are there, and does not show it", async () => {
    set({ github: ['old'] });

    const { exitCode, out, notes } = await given('  new secret \n', 'add', 'github', '--stdin');

    expect(exitCode).toBe(0);
    expect(aws().secret.value).toEqual({ github: ['old', 'new secret'] });
    expect(out.join() + notes).not.toContain('new secret');
    expect(out).toEqual([expect.stringContaining(fingerprint('new secret'))]);
  });

  it('keeps a secret once', async () => {
    set({ github: ['same', 'other'] });

    await given('same', 'add', 'github', '--stdin');

    expect(aws().secret.value).toEqual({ github: ['other', 'same'] });
  });

  it.each([
    ['github', ' \n', 'any text, not empty'],
    ['acme', 'not Base64!', 'Base64, with or without whsec_, not empty'],
    ['acme', 'whsec_', 'Base64, with or without whsec_, not empty'],
  ])('fails for %s given %j, and quotes nothing of it', async (source, input, allowed) => {
    const { exitCode, notes } = await given(input, 'add', source, '--stdin');

    expect(exitCode).toBe(2);
    expect(notes).toBe(`the secret on standard input: allowed is ${allowed}`);
    expect(aws().secret.value).toBeUndefined();
  });

  it.each(['nobody', 'open', 'constructor'])('fails for %s, which has no secrets', async (source) => {
    const { exitCode, notes } = await webhooks('add', source);

    expect(exitCode).toBe(2);
    expect(notes).toBe(
      `source: received "${source}", allowed is acme, github, drop: a source of webhooks.sources whose scheme has secrets`,
    );
  });
});

describe('revoke', () => {
  it('forgets the one of this fingerprint', async () => {
    set({ github: ['old', 'new'], acme: ['other'] });

    const { exitCode } = await webhooks('revoke', 'github', fingerprint('old'));

    expect(exitCode).toBe(0);
    expect(aws().secret.value).toEqual({ github: ['new'], acme: ['other'] });
  });

  it('forgets all of a source, declared or not', async () => {
    set({ gone: ['old', 'new'], acme: ['other'] });

    const { out } = await webhooks('revoke', 'gone');

    expect(out).toHaveLength(2);
    expect(aws().secret.value).toEqual({ acme: ['other'] });
  });

  it.each([
    [['nobody'], '"nobody": has no secret'],
    [['constructor'], '"constructor": has no secret'],
    [['acme', '00000000'], '"acme": has no secret with the fingerprint "00000000"'],
  ])('fails for %j, which is not there', async (args, message) => {
    set({ acme: ['other'] });

    expect(await webhooks('revoke', ...args)).toMatchObject({ exitCode: 3, notes: message });
    expect(aws().secret.value).toEqual({ acme: ['other'] });
  });
});

describe('list', () => {
  it('shows sources and fingerprints, never a secret', async () => {
    set({ github: ['secret-one', 'secret-two'], acme: ['secret-three'] });

    const { out } = await webhooks('list');

    expect(out.map((line) => line.split(/ +/))).toEqual(
      [
        ['acme', fingerprint('secret-three')],
        ['github', fingerprint('secret-one')],
        ['github', fingerprint('secret-two')],
      ].sort(),
    );
    expect(out.join()).not.toContain('secret');
  });

  it('says that there are none', async () => {
    expect(await webhooks('list')).toMatchObject({
      exitCode: 0,
      notes: 'There are no secrets: nothing signed is accepted.',
    });
  });
});
