import { InvalidArgumentError } from 'commander';
import { PRINCIPAL_PATTERN } from '../contracts/capture';

/** A principal that a capture can have. @throws InvalidArgumentError */
export function parsePrincipal(text: string): string {
  if (PRINCIPAL_PATTERN.test(text)) return text;
  throw new InvalidArgumentError('Allowed are 1 to 64 letters, digits, _ and -.');
}
