/** An error of a task, by the name that Retry and Catch match. */
export class TaskError extends Error {
  /** Read by the engine. */
  readonly isRetryable: boolean;
  /** Read by the engine. */
  readonly isCatchable: boolean;

  /**
   * @param name such as `Lambda.TooManyRequestsException`, or the function's own error type
   * @param cause text; JSON for an error of a function
   * @param handled false for errors that no Retry or Catch may match. Default true.
   */
  constructor(
    override readonly name: string,
    cause: string,
    handled = true,
  ) {
    super(cause);
    this.isRetryable = handled;
    this.isCatchable = handled;
  }
}
