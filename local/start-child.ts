import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A local cloud in a process of its own, so that whoever loads it does not slow it down. */
export interface ChildCloud {
  endpoint: string;
  /** From the start of the command until it says it is ready, ms. */
  readyMs: number;
  stop(): Promise<void>;
}

/** How long it may take to be ready, ms: a few seconds on an idle machine. */
const PATIENCE_MS = 60_000;

/**
 * Runs `npm start`'s command on a free port, with more of its options, for a command that it ends with.
 * @throws Error when it ends or is not ready within a minute
 */
export async function startChild(config: string, ...more: string[]): Promise<ChildCloud> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'local/main.ts', '--port', '0', '--config', config, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  endWithThis(child);
  const timer = setTimeout(() => child.kill(), PATIENCE_MS);
  try {
    const endpoint = await endpointOf(child);
    return { endpoint, readyMs: performance.now() - started, stop: () => stop(child) };
  } finally {
    clearTimeout(timer);
  }
}

/** A command that is interrupted leaves nothing running. */
function endWithThis(child: ChildProcess): void {
  process.once('exit', () => child.kill());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}

async function endpointOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (endpoint) {
      child.stdout?.resume();
      return endpoint;
    }
  }
  throw new Error('the local cloud ended before it was ready');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}
