/** Raised for a message that brings no capture of ours. */
export class UnparseableMessageError extends Error {
  override readonly name = 'UnparseableMessage';
}

/** Where the captures of a message must lie, and how often they may be tried. */
export interface CaptureScope {
  region: string;
  bucket: string;
  maxAttempts: number;
}
