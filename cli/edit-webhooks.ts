import { createHash, randomBytes } from 'node:crypto';
import type { Settings } from '../config/settings';
import {
  signingKey,
  STANDARD_PREFIX,
  type WebhookScheme,
  type WebhookSecrets,
  type WebhookSources,
} from '../contracts/webhooks';
import { SHOWN_DIGITS } from './edit-tokens';
import { CommandError, ExitCode } from './exit-code';

/** The scheme of a source whose requests are signed. @throws CommandError for a source that has no secrets */
export function schemeOf({ webhooks }: Pick<Settings, 'webhooks'>, source: string): WebhookScheme {
  const scheme = Object.hasOwn(webhooks.sources, source) && webhooks.sources[source]?.scheme;
  if (scheme && scheme !== 'none') return scheme;
  const allowed = signedSources(webhooks.sources);
  throw new CommandError(
    ExitCode.WrongUse,
    `source: received ${JSON.stringify(source)}, allowed is ${allowed.join(', ') || 'nothing'}: a source of webhooks.sources whose scheme has secrets`,
  );
}

function signedSources(sources: WebhookSources): string[] {
  return Object.keys(sources).filter((name) => sources[name]?.scheme !== 'none');
}

/** 256 random bits, as the scheme writes secrets. */
export function newSecret(scheme: WebhookScheme): string {
  const bits = randomBytes(32);
  return scheme === 'standard' ? STANDARD_PREFIX + bits.toString('base64') : bits.toString('base64url');
}

/** A secret that a provider gave, without the space around it. @throws CommandError, which quotes nothing of it */
export function checkSecret(scheme: WebhookScheme, given: string): string {
  const secret = given.trim();
  if (signingKey(scheme, secret)) return secret;
  const allowed = scheme === 'standard' ? `Base64, with or without ${STANDARD_PREFIX}` : 'any text';
  throw new CommandError(ExitCode.WrongUse, `the secret on standard input: allowed is ${allowed}, not empty`);
}

/** What is shown of a secret: the first digits of its SHA-256, useless to anybody. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex').slice(0, SHOWN_DIGITS);
}

/** The secrets with one more, which a source has once. */
export function addSecret(secrets: WebhookSecrets, source: string, secret: string): WebhookSecrets {
  const others = Object.hasOwn(secrets, source) ? (secrets[source] ?? []) : [];
  return { ...secrets, [source]: [...others.filter((each) => each !== secret), secret] };
}

/** The secrets of a source without the one of this fingerprint, or without all. @throws CommandError when it has none */
export function removeSecrets(
  secrets: WebhookSecrets,
  source: string,
  wanted: string | undefined,
): { left: WebhookSecrets; removed: string[] } {
  const present = Object.hasOwn(secrets, source) ? (secrets[source] ?? []) : [];
  const removed = present.filter((secret) => wanted === undefined || fingerprint(secret) === wanted);
  if (removed.length === 0) {
    const what =
      wanted === undefined ? 'no secret' : `no secret with the fingerprint ${JSON.stringify(wanted)}`;
    throw new CommandError(ExitCode.NotFound, `${JSON.stringify(source)}: has ${what}`);
  }
  const { [source]: _, ...others } = secrets;
  const kept = present.filter((secret) => !removed.includes(secret));
  return { left: kept.length > 0 ? { ...others, [source]: kept } : others, removed };
}
