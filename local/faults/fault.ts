/** What a fault does to the calls it meets. */
export type Effect =
  /** The call is not executed: the service answers with this AWS error. Status: HTTP, default 400. */
  | { fail: string; status?: number; message?: string }
  /** The call is executed so many milliseconds later. */
  | { delayMs: number }
  /** The call waits until the fault is removed or its caller is gone, then is executed. */
  | { hold: true }
  /**
   * A Lambda environment is ended before the call (which then is not executed) or after it (which then was executed and is
   * never answered): the caller's own, so that it meets the calls of functions only, or every environment of the named
   * function, in whichever region.
   */
  | { kill: 'before' | 'after'; function?: string };

/** A fault that meets single calls: those that all given members match. */
export interface RuleFault {
  /** IAM action such as `sqs:DeleteMessage`; `*` stands for any characters, `?` for one. */
  action: string;
  /** ARN of the resource; `*` and `?` as above. @default any */
  resource?: string;
  /** Region of the service that is called. @default any */
  region?: string;
  /** ARN of the calling role, or service principal; `*` and `?` as above. @default any */
  principal?: string;
  /** Calls that pass before the first is met, 0 or more. @default 0 */
  skip?: number;
  /** Calls that are met, 1 or more. @default all */
  times?: number;
  /** Share of the calls that are met, above 0 and at most 1, drawn with `seed`. @default 1 */
  probability?: number;
  /** Start of the random numbers, a whole number. Needed with `probability`. */
  seed?: number;
  effect: Effect;
}

/**
 * A region, or everything that a stack holds, is away: `refuse` resets every connection, `hang` never answers until the
 * fault is removed. What it keeps it keeps; its running functions and executions end.
 */
export type OutageFault = { outage: 'refuse' | 'hang' } & (
  | { region: string; stack?: never }
  | { stack: string; region?: never }
);

export type Fault = RuleFault | OutageFault;

/** A fault to be put in force. Id: `[A-Za-z0-9._-]{1,64}`, not in use. */
export type NewFault = Fault & { id?: string };

/** A fault that is in force. */
export type ActiveFault = Fault & {
  /** Given by whoever set it, else `fault-<n>`. */
  id: string;
  /** Calls it has met so far. */
  hits: number;
  /** Calls that it keeps waiting now. */
  waiting: number;
};
