/** A nested block that may occur once, written as an object or as a list of one; empty when it is absent. */
export function soleBlock(block: unknown): Record<string, unknown> {
  return ((Array.isArray(block) ? block[0] : block) ?? {}) as Record<string, unknown>;
}
