/** Raised for faults that cannot be put in force; `lines` say everything that is wrong: field, value, what is allowed. */
export class FaultError extends Error {
  override readonly name = 'FaultError';

  constructor(readonly lines: string[]) {
    super(lines.join('\n'));
  }
}
