/** An error as an AWS service answers it: exact code, message and HTTP status. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  /**
   * @param code the service's error code, such as `ResourceNotFoundException`
   * @param status HTTP status. Default 400.
   * @param details further members of the error body
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}
