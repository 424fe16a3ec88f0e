import { type Command, CommanderError } from 'commander';
import { ConfigurationError } from '../config/load';
import { MalformedCaptureError } from '../contracts/capture';
import { CommandError, ExitCode } from './exit-code';
import { type Unreachable, unreachable } from './unreachable';

/** Where a command writes, a line at a time. */
export interface Output {
  /** The answer itself. */
  out(line: string): void;
  /** What is said about it. */
  note(line: string): void;
}

/** Standard output for the answer, standard error for the rest. */
export const terminal: Output = {
  out: (line) => writeLine(process.stdout, line),
  note: (line) => writeLine(process.stderr, line),
};

function writeLine(stream: NodeJS.WriteStream, line: string): void {
  if (!stream.listeners('error').includes(ignoreClosedPipe)) stream.on('error', ignoreClosedPipe);
  stream.write(`${line}\n`);
}

/** A reader that has seen enough (`… | head`) is no trouble of the command's, which does its work to the end. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Has a program and its commands write to an output, and throw where they would end the process. */
export function writingTo(output: Output, program: Command): Command {
  for (const each of [program, ...program.commands]) {
    each.exitOverride().configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.note(text.trimEnd()),
    });
  }
  return program;
}

// The SDK warns about Node 20 on every run; what that concerns is the dependency's next major version, not the user.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Runs a program on command-line arguments (without `node` and the file). Every error becomes one clear message. */
export async function runProgram(program: Command, args: string[], { note }: Output): Promise<ExitCode> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return ExitCode.Done;
  } catch (error) {
    const [exitCode, message] = explain(error, isOnAws(program));
    if (message) note(message);
    return exitCode;
  }
}

/** Whether the command that ran was given `--aws`. */
function isOnAws(program: Command): boolean {
  return [program, ...program.commands].some((command) => command.opts<{ aws?: true }>().aws);
}

function explain(error: unknown, onAws: boolean): [ExitCode, string] {
  // Commander has written its message, or the help that was asked for.
  if (error instanceof CommanderError) return [error.exitCode === 0 ? ExitCode.Done : ExitCode.WrongUse, ''];
  if (error instanceof CommandError) return [error.exitCode, error.message];
  if (error instanceof ConfigurationError || error instanceof MalformedCaptureError) {
    return [ExitCode.WrongUse, error.message];
  }
  const why = unreachable(error);
  if (why) return [ExitCode.Unreachable, `nobody answers (${why.word}): ${advice(why, onAws)}`];
  const { name, message } = error as Error;
  return [ExitCode.Failed, `${name}: ${message}`];
}

function advice({ listens }: Unreachable, onAws: boolean): string {
  if (onAws) {
    return listens
      ? 'a region of AWS may be down, or the way there'
      : 'AWS cannot be reached from here; without --aws this asks the local cloud';
  }
  return listens
    ? 'a region of the local cloud may be down, which "npm run faults -- list" tells'
    : 'start the local cloud with "npm start", name another with --endpoint, or use --aws';
}
