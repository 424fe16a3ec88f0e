/** A text that must be given. @throws Error that names the attribute */
export function required(attributes: Record<string, unknown>, name: string): string {
  const value = attributes[name];
  if (typeof value !== 'string' || value === '') {
    throw new Error(`${name}: is required`);
  }
  return value;
}
