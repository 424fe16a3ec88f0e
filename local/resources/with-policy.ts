/**
 * Hands a policy document to IAM.
 * @throws Error that names the attribute for a document that is wrong or not evaluated
 */
export function withPolicy<T>(attribute: string, put: () => T): T {
  try {
    return put();
  } catch (error) {
    throw new Error(`${attribute}: ${(error as Error).message}`, { cause: error });
  }
}
