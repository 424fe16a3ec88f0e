import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** The emulator: an AWS-compatible endpoint that somebody else wrote. */
export interface Moto {
  url: URL;
  stop(): void;
}

/** moto imports all its services at the start, which takes some seconds. */
const START_SECONDS = 60;

/** Starts moto on a free port of this machine. @throws Error with what it printed when it does not answer in time */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}`);
  // In the process group of the test run, and ended with it.
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  // One line per request: kept short, for the case that it does not start.
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed.push(chunk.toString());
      if (printed.length > 50) printed.shift();
    });
  }
  const stop = () => void child.kill('SIGKILL');
  await untilAnswers(url, child).catch((cause) => {
    stop();
    throw new Error(`moto_server does not answer: ${printed.join('')}`, { cause });
  });
  return { url, stop };
}

async function untilAnswers(url: URL, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_SECONDS * 1000;
  for (;;) {
    try {
      await fetch(new URL('/moto-api/data.json', url), { signal: AbortSignal.timeout(5000) });
      return;
    } catch (error) {
      if (Date.now() > until || child.exitCode !== null) throw error;
    }
    await wait(200);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
