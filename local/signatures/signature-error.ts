/**
 * Why a signature is not accepted: it is not complete, does not match, comes outside its time, leaves out headers that must be
 * signed, or its session token is not the key's or has expired.
 */
export type SignatureFault =
  | 'INCOMPLETE'
  | 'MISMATCH'
  | 'SKEWED'
  | 'EXPIRED'
  | 'UNSIGNED_HEADERS'
  | 'TOKEN'
  | 'TOKEN_EXPIRED';

/** Raised for a call whose signature is not accepted. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';

  constructor(
    readonly fault: SignatureFault,
    message: string,
  ) {
    super(message);
  }
}
