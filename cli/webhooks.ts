import { text } from 'node:stream/consumers';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Command } from 'commander';
import { webhookSecretName } from '../contracts/naming';
import { parseWebhookSecret, WEBHOOK_CACHE_SECONDS, type WebhookSecrets } from '../contracts/webhooks';
import { addSecret, checkSecret, fingerprint, newSecret, removeSecrets, schemeOf } from './edit-webhooks';
import { EXIT_CODES_HELP } from './exit-code';
import { type Output, runProgram, terminal, writingTo } from './run-program';
import { changeValue, readValue, type SecretValue } from './secret-value';
import { clientConfig, type Target, targetOf, withTargetOptions } from './target';

const HOW_SOON = `
A source may have several secrets at a time: to rotate one, add the new, wait, give it to the provider, then revoke the
old. A change bites when the replicas have it (seconds), and at most ${WEBHOOK_CACHE_SECONDS} s later.
`;

/** `webhooks add|revoke|list`: the secrets that sources of webhooks sign with. */
export function makeProgram(output: Output = terminal, input: () => Promise<string> = readInput): Command {
  const program = new Command('webhooks')
    .description('Manages the secrets that sources of webhooks sign with. Sources stand in regions.json.')
    .addHelpText('after', HOW_SOON + EXIT_CODES_HELP);
  const command = (usage: string, description: string) =>
    withTargetOptions(program.command(usage).description(description));

  command('add <source>', 'makes a secret of 256 random bits and shows it, once')
    .option(
      '--stdin',
      'takes the secret that the provider gave you, from standard input, instead of making one',
    )
    .action(async (source, options) =>
      add(targetOf(options), source, options.stdin ? input : undefined, output),
    );
  command(
    'revoke <source> [fingerprint]',
    'forgets all secrets of a source, or the one of this fingerprint',
  ).action((source, wanted, options) => revoke(targetOf(options), source, wanted, output));
  command('list', 'shows sources and the fingerprint of each secret').action((options) =>
    list(targetOf(options), output),
  );

  return writingTo(output, program);
}

const readInput = () => text(process.stdin);

async function add(
  target: Target,
  source: string,
  input: (() => Promise<string>) | undefined,
  output: Output,
): Promise<void> {
  const scheme = schemeOf(target.settings, source);
  const secret = input ? checkSecret(scheme, await input()) : newSecret(scheme);
  await changeValue(secretOf(target), (secrets) => addSecret(secrets, source, secret));
  // What the provider gave is not shown: it is known where it came from.
  output.out(input ? line(source, secret) : secret);
  output.note(`Secret of ${source}.${input ? '' : ' It is shown only now.'} ${WAIT}`);
}

async function revoke(
  target: Target,
  source: string,
  wanted: string | undefined,
  output: Output,
): Promise<void> {
  let revoked: string[] = [];
  await changeValue(secretOf(target), (secrets) => {
    const { left, removed } = removeSecrets(secrets, source, wanted);
    revoked = removed;
    return left;
  });
  for (const secret of revoked) output.out(line(source, secret));
  output.note(`Revoked. ${WAIT}`);
}

async function list(target: Target, output: Output): Promise<void> {
  const secrets = await readValue(secretOf(target));
  const lines = Object.entries(secrets).flatMap(([source, all]) => all.map((secret) => line(source, secret)));
  for (const each of lines.sort()) output.out(each);
  if (lines.length === 0) output.note('There are no secrets: nothing signed is accepted.');
}

const line = (source: string, secret: string) => `${source.padEnd(24)} ${fingerprint(secret)}`;

const WAIT = `Every region goes by it in ${WEBHOOK_CACHE_SECONDS} s and the time of replication (seconds).`;

function secretOf(target: Target): SecretValue<WebhookSecrets> {
  const { name, central } = target.settings;
  return {
    client: new SecretsManagerClient(clientConfig(target, central.region)),
    secretId: webhookSecretName(name),
    entries: 'secrets',
    parse: parseWebhookSecret,
  };
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
