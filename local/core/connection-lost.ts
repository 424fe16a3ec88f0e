/** A call that gets no answer: its connection breaks, for the service or the caller has gone. No service answers it. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';

  constructor() {
    super('The connection was lost before an answer came.');
  }
}
