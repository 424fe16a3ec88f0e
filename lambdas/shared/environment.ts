import { ENVIRONMENT_ERROR } from '../../contracts/errors';

/** Raised at start when the stack did not set a variable, or set one that does not fit. */
export class EnvironmentError extends Error {
  override readonly name = ENVIRONMENT_ERROR;
}

/** A variable that the stack sets. There are no defaults. @throws EnvironmentError when it is missing or empty. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new EnvironmentError(`${name} is not set`);
  return value;
}

/** A variable that holds a number of at least 0. @throws EnvironmentError for anything else. */
export function requireNumber(name: string): number {
  const value = requireEnv(name);
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) {
    throw new EnvironmentError(
      `${name}: received ${JSON.stringify(value)}, allowed is a number of at least 0`,
    );
  }
  return number;
}

/** A variable that holds JSON written by the stack from the same type. @throws EnvironmentError when it does not parse. */
export function requireJson<T>(name: string): T {
  const value = requireEnv(name);
  try {
    return JSON.parse(value) as T;
  } catch (cause) {
    throw new EnvironmentError(`${name} is not JSON`, { cause });
  }
}
