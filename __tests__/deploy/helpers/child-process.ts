import { type ChildProcess, spawn } from 'node:child_process';

/** What a command printed and how it ended. */
export interface Ended {
  /** Exit code, or undefined when it was ended for taking too long. */
  code: number | undefined;
  /** Standard output. */
  stdout: string;
  /** Standard output and standard error as they came. */
  printed: string;
}

export interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Bound after which the command and its children are ended, seconds. */
  timeoutSeconds: number;
  /** Ends the command and its children before their time. */
  signal?: AbortSignal;
}

/** Runs a command to its end, or until its time is over. */
export async function run(command: string, args: string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, timeoutSeconds, signal } = options;
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let stdout = '';
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    printed += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const abort = () => endGroup(child);
  signal?.addEventListener('abort', abort);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endGroup(child);
  }, timeoutSeconds * 1000);
  try {
    const code = await ended(child);
    return { code: late ? undefined : code, stdout, printed };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Runs a command. @returns its standard output @throws Error with all it printed when it fails or takes too long */
export async function succeed(command: string, args: string[], options: RunOptions): Promise<string> {
  const { code, stdout, printed } = await run(command, args, options);
  if (code === 0) return stdout;
  const how = code === undefined ? `took longer than ${options.timeoutSeconds} s` : `ended with code ${code}`;
  throw new Error(`${command} ${args.join(' ')} ${how}:\n${printed.slice(-8000)}`);
}

/** Ends a process that was started `detached`, and all that it started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
