/** Raised for a secret that is no JSON object of the values that it should hold. The message quotes nothing of it. */
export class MalformedSecretError extends Error {
  override readonly name = 'MalformedSecretError';
}

/**
 * The entries of a `SecretString`.
 * @param what the secret is called, for a person
 * @param isValue whether a value is one that the secret may hold
 * @param values what such values are called
 * @throws MalformedSecretError
 */
export function parseSecretObject<T>(
  what: string,
  secretString: string,
  isValue: (value: unknown) => value is T,
  values: string,
): Record<string, T> {
  let object: unknown;
  try {
    object = JSON.parse(secretString);
  } catch {
    // No cause: the parser's message quotes what it could not read.
    throw new MalformedSecretError(`the ${what} is not JSON`);
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new MalformedSecretError(`the ${what} is no JSON object`);
  }
  if (!Object.values(object).every(isValue)) {
    throw new MalformedSecretError(`the ${what} holds values that are no ${values}`);
  }
  return object as Record<string, T>;
}
