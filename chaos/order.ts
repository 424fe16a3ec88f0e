/** What the processor is to make of a capture: the first line of its payload, as JSON. Random bytes follow. */
export interface Order {
  /** Number of the payload, so that no two are equal by chance. */
  payload: number;
  kind: Kind;
  /** `slow`: how long it takes, ms. */
  ms?: number;
  /** `throw`, `crash`, `hang`: the last attempt that does; later ones succeed. */
  until?: number;
}

export type Kind =
  | 'succeed'
  | 'slow'
  /** Throws. */
  | 'throw'
  /** Ends the function. */
  | 'crash'
  /** Never answers, until the function's time is over. */
  | 'hang'
  /** Rejects for good. */
  | 'reject'
  /** Throws in every attempt. */
  | 'poison';

/** The order of a payload. @throws SyntaxError when its first line is no JSON */
export function orderIn(payload: Buffer): Order {
  return JSON.parse(payload.subarray(0, payload.indexOf('\n')).toString('utf8')) as Order;
}
