import { createHash } from 'node:crypto';

/** An API's id in AWS's form: the same at every start. @param address what makes it */
export function apiIdOf(address: string): string {
  const digest = createHash('sha256').update(address).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}
