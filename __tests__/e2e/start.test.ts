import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs what `npm start` runs. */
function start(...options: string[]): ChildProcess {
  const command = ['--import', 'tsx', 'local/main.ts', '--config', '__tests__/e2e/regions.json', ...options];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

/** What it has printed by the time that `pattern` shows. */
async function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    output += chunk.toString();
    if (pattern.test(output)) return output;
  }
  throw new Error(`ended after ${JSON.stringify(output)}`);
}

it('prints a line to paste per region, which works as it stands, and ends cleanly on Ctrl-C', async () => {
  const child = start('--port', '0');

  const output = await printed(child, /npm run status/);
  const line =
    /curl -i -H "AuthDetails: allow" .* -d '\{\}' (http:\/\/127\.0\.0\.1:\d+\/us-east-1\/beta\/publish)/.exec(
      output,
    );
  const response = await fetch(line?.[1] as string, {
    method: 'POST',
    headers: { AuthDetails: 'allow', 'Content-Type': 'application/json' },
    body: '{}',
  });
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'exit');

  expect(output.match(/^curl -i .*\/publish$/gm)).toHaveLength(3);
  expect(response.status).toBe(202);
  expect(exitCode).toBe(0);
});

it('prints a line that sends a message on a WebSocket connection, which works as it stands', async () => {
  const child = start('--port', '0', '--schedule-seconds', '1');
  const output = await printed(child, /npm run status/);
  const [, line] = /^(node -e .*)$/m.exec(output) ?? [];
  const client = spawn('sh', ['-c', `exec ${line}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(client);

  const said = await printed(client, /"COMPLETED"/);

  expect(JSON.parse(said.split('\n')[0] as string)).toMatchObject({ status: 'CAPTURED' });
});

it('fails with one clear line when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };

  const child = start('--port', String(port));
  const [stderr, [exitCode]] = await Promise.all([
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  other.close();

  expect(stderr.trim()).toBe(
    `port ${port} of 127.0.0.1 is taken by another process; choose another with --port <port>`,
  );
  expect(exitCode).toBe(1);
});
