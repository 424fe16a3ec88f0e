import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A local cloud in a process of its own, so that the load generator does not count. */
export interface LocalCloud {
  endpoint: string;
  /** From the start of the command until it says it is ready, ms. */
  readyMs: number;
  stop(): Promise<void>;
}

/** Runs `npm start`'s command on a free port, with more of its options. @throws Error when it ends or is not ready within 30 s. */
export async function startLocalCloud(config: string, ...more: string[]): Promise<LocalCloud> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'local/main.ts', '--port', '0', '--config', config, ...more],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const timer = setTimeout(() => child.kill(), 30_000);
  const endpoint = await endpointOf(child);
  clearTimeout(timer);
  return { endpoint, readyMs: performance.now() - started, stop: () => stop(child) };
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
