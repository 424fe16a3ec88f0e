/** How a command ended, for scripts. */
export enum ExitCode {
  Done = 0,
  Failed = 1,
  WrongUse = 2,
  NotFound = 3,
  Unreachable = 4,
}

/** The part of `--help` that explains exit codes. */
export const EXIT_CODES_HELP = `
Exit codes:
  ${ExitCode.Done}  done
  ${ExitCode.Failed}  failed or refused
  ${ExitCode.WrongUse}  wrong use: unknown option or region, unknown source, malformed id or principal, faulty configuration
  ${ExitCode.NotFound}  there is no such capture, principal, token or secret
  ${ExitCode.Unreachable}  the local cloud, or AWS, cannot be reached
`;

/** Ends a command with a line for the reader and an exit code for scripts. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
