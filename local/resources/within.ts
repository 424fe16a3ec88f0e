/** A whole number within its range, or its default. @throws Error that names the attribute, the value and the range */
export function within(
  attributes: Record<string, unknown>,
  name: string,
  min: number,
  max: number,
  otherwise: number,
): number {
  const given = attributes[name];
  const value = given === undefined || given === null ? otherwise : Number(given);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name}: received ${given}, allowed is ${min}–${max}`);
  }
  return value;
}
