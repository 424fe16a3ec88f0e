import { createHash } from 'node:crypto';
import { HASHED_PRINCIPAL_PREFIX, isAssignablePrincipal } from '../../contracts/capture';

/**
 * The principal of a `sub`: the subject itself where it can be one, else `h_` and its SHA-256 in base64url, 45 characters in
 * all, which no other principal begins like.
 */
export function principalOfSubject(subject: string): string {
  if (isAssignablePrincipal(subject)) return subject;
  return `${HASHED_PRINCIPAL_PREFIX}${createHash('sha256').update(subject, 'utf8').digest('base64url')}`;
}
