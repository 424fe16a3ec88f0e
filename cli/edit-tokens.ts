import { randomBytes } from 'node:crypto';
import { ANONYMOUS, HASHED_PRINCIPAL_PREFIX, isAssignablePrincipal } from '../contracts/capture';
import { hashToken, type TokenHashes } from '../contracts/tokens';
import { CommandError, ExitCode } from './exit-code';

/** Digits of a token's hash that are shown: enough to tell tokens apart, useless to anybody. */
export const SHOWN_DIGITS = 8;

/** 256 random bits, in letters that fit a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** @throws CommandError when no token may stand for this principal */
export function checkPrincipal(principal: string): void {
  if (isAssignablePrincipal(principal)) return;
  throw new CommandError(
    ExitCode.WrongUse,
    `principal: received ${JSON.stringify(principal)}, allowed are 1 to 64 letters, digits, _ and -; ${ANONYMOUS} and names that begin with ${HASHED_PRINCIPAL_PREFIX} are reserved`,
  );
}

/** The tokens with one more. Only its hash is kept. */
export function addToken(tokens: TokenHashes, token: string, principal: string): TokenHashes {
  return { ...tokens, [hashToken(token)]: principal };
}

/** Hashes of all tokens of a principal, or else of the one whose hash begins like this. @throws CommandError */
export function selectTokens(tokens: TokenHashes, principalOrHash: string): string[] {
  const ofPrincipal = Object.keys(tokens).filter((hash) => tokens[hash] === principalOrHash);
  if (ofPrincipal.length > 0) return ofPrincipal;
  const prefix = principalOrHash.toLowerCase();
  const byHash =
    prefix.length >= SHOWN_DIGITS ? Object.keys(tokens).filter((hash) => hash.startsWith(prefix)) : [];
  if (byHash.length === 1) return byHash;
  const problem =
    byHash.length > 1
      ? `${byHash.length} tokens have a hash that begins so: give more of its digits`
      : `no token is of that principal, or has a hash that begins so (at least ${SHOWN_DIGITS} digits)`;
  throw new CommandError(ExitCode.NotFound, `${JSON.stringify(principalOrHash)}: ${problem}`);
}

/** The tokens without those of the given hashes. */
export function removeTokens(tokens: TokenHashes, hashes: string[]): TokenHashes {
  return Object.fromEntries(Object.entries(tokens).filter(([hash]) => !hashes.includes(hash)));
}
