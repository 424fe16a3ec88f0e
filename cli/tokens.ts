import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Command } from 'commander';
import { tokenSecretName } from '../contracts/naming';
import { MAX_SECRET_CACHE_SECONDS, parseTokenSecret, type TokenHashes } from '../contracts/tokens';
import { addToken, checkPrincipal, newToken, removeTokens, SHOWN_DIGITS, selectTokens } from './edit-tokens';
import { EXIT_CODES_HELP } from './exit-code';
import { type Output, runProgram, terminal, writingTo } from './run-program';
import { changeValue, readValue, type SecretValue } from './secret-value';
import { clientConfig, type Target, targetOf, withTargetOptions } from './target';

const HOW_SOON = `
How soon a change bites: a few seconds for the replicas of the secret, then up to ${MAX_SECRET_CACHE_SECONDS} s
for which an authorizer keeps it in memory, then up to auth.cacheTtlSeconds for which API Gateway remembers an answer,
yes or no (both waits are shorter where cacheTtlSeconds is shorter; with 0 only the replication is left).
`;

/** `tokens add|revoke|list`: who may post. */
export function makeProgram(output: Output = terminal): Command {
  const program = new Command('tokens')
    .description('Manages the tokens that clients send. Only their SHA-256 is kept.')
    .addHelpText('after', HOW_SOON + EXIT_CODES_HELP);
  const command = (usage: string, description: string) =>
    withTargetOptions(program.command(usage).description(description));

  command('add', 'makes a token of 256 random bits and shows it, once')
    .requiredOption('--principal <principal>', 'whose token it is; part of object keys and records')
    .action((options) => add(targetOf(options), options.principal, output));
  command(
    'revoke <principal-or-hash>',
    'forgets all tokens of a principal, or the one with this hash',
  ).action((wanted, options) => revoke(targetOf(options), wanted, output));
  command('list', `shows principals and the first ${SHOWN_DIGITS} digits of each hash`).action((options) =>
    list(targetOf(options), output),
  );

  return writingTo(output, program);
}

async function add(target: Target, principal: string, output: Output): Promise<void> {
  checkPrincipal(principal);
  const token = newToken();
  await changeValue(secretOf(target), (tokens) => addToken(tokens, token, principal));
  output.out(token);
  output.note(`Token of ${principal}. It is shown only now. ${waitOf(target)}`);
}

async function revoke(target: Target, wanted: string, output: Output): Promise<void> {
  let revoked: string[] = [];
  await changeValue(secretOf(target), (tokens) => {
    const hashes = selectTokens(tokens, wanted);
    revoked = hashes.map((hash) => line(hash, tokens[hash]));
    return removeTokens(tokens, hashes);
  });
  for (const each of revoked) output.out(each);
  output.note(`Revoked. ${waitOf(target)}`);
}

async function list(target: Target, output: Output): Promise<void> {
  const tokens = await readValue(secretOf(target));
  const lines = Object.entries(tokens).map(([hash, principal]) => line(hash, principal));
  for (const each of lines.sort()) output.out(each);
  if (lines.length === 0) output.note('There are no tokens: everybody is denied.');
}

const line = (hash: string, principal = '') => `${principal.padEnd(24)} ${hash.slice(0, SHOWN_DIGITS)}`;

/** Longest time until every region knows, by this configuration; replication aside. */
function waitOf({ settings }: Target): string {
  const waits = settings.ingest.map(
    ({ auth: { cacheTtlSeconds } }) => cacheTtlSeconds + Math.min(cacheTtlSeconds, MAX_SECRET_CACHE_SECONDS),
  );
  return `Every region goes by it in ${Math.max(...waits)} s and the time of replication (seconds).`;
}

function secretOf(target: Target): SecretValue<TokenHashes> {
  const { name, central } = target.settings;
  return {
    client: new SecretsManagerClient(clientConfig(target, central.region)),
    secretId: tokenSecretName(name),
    entries: 'tokens',
    parse: parseTokenSecret,
  };
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
