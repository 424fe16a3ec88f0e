/**
 * `npm run bench:uploads`: memory of the Process function while it reads an upload of `--megabytes` with the shipped processor.
 * Announces and puts it on the local cloud, waits until it is COMPLETED, then runs the function's own bundle on it once more,
 * in a process of its own whose peak of resident memory is read, and on an upload of one byte for comparison. Exits 1 unless
 * size and digest are those that were sent, and the peak is within 256 MB.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { Command, InvalidArgumentError } from 'commander';
import { loadSettings } from '../config/load';
import { functionName, PROCESS_FUNCTIONS, recordsTableName } from '../contracts/naming';
import { unzip } from '../local/lambda/unzip';
import { type ChildCloud, startChild } from '../local/start-child';
import { synthesize } from '../local/synthesize';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const CONFIG = 'bench/regions.json';
const REGION = 'eu-west-2';
const MEGABYTE = 1024 * 1024;
/** What processing an upload may take, MB: the least memory of a function that reads streams comfortably. */
const MOST_MB = 256;
/** Bound of the wait for processing, ms. */
const PATIENCE = 300_000;

const megabytes = (given: string) => {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > 5120) {
    throw new InvalidArgumentError('allowed is a whole number from 1 to 5120');
  }
  return value;
};
const options = new Command('bench:uploads')
  .description('Measures the memory of the Process function while it reads a large upload.')
  .option('--megabytes <n>', 'size of the upload, MB', megabytes, 1024)
  .parse()
  .opts<{ megabytes: number }>();

const settings = loadSettings(CONFIG);
const folder = mkdtempSync(join(tmpdir(), 'pillarbox-bench-'));

async function main(): Promise<void> {
  const run = await processFunction();
  const cloud = await startChild(CONFIG, '--schedule-seconds', '1');
  try {
    const small = await run(cloud, await upload(cloud, Buffer.from('x'), 1));
    const began = performance.now();
    const record = await upload(cloud, randomBytes(MEGABYTE), options.megabytes);
    const seconds = (performance.now() - began) / 1000;
    const large = await run(cloud, record);
    console.log(`uploaded and completed  ${options.megabytes} MB in ${seconds.toFixed(0)} s`);
    console.log(`peak of memory          ${large.peakMb} MB; of an upload of one byte ${small.peakMb} MB`);
    console.log(`read                    ${(options.megabytes / large.seconds).toFixed(0)} MB/s`);
    if (large.peakMb > MOST_MB) throw new Error(`the peak is beyond ${MOST_MB} MB`);
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A record of the table, as DynamoDB answers it. */
type Item = Record<string, { S?: string; N?: string }>;

/** Announces an upload of a block so many times over, puts it, and answers its record once it is COMPLETED as it was sent. */
async function upload(cloud: ChildCloud, block: Buffer, times: number): Promise<Item> {
  const hash = createHash('sha256');
  for (let index = 0; index < times; index += 1) hash.update(block);
  const [sha256, size] = [hash.digest('hex'), block.length * times];
  const response = await fetch(`${cloud.endpoint}/${REGION}/beta/uploads`, {
    method: 'POST',
    headers: { AuthDetails: 'allow' },
    body: JSON.stringify({ size, sha256 }),
  });
  if (response.status !== 201) throw new Error(`POST /uploads: received ${response.status}`);
  const { id, url, headers } = (await response.json()) as { id: string; url: string; headers: object };
  await put(url, { ...headers, 'Content-Length': String(size) }, blocks(block, times));
  const record = await completed(cloud, id);
  const result = JSON.parse(record.result?.S ?? '{}') as { size?: number; sha256?: string };
  if (result.size !== size || result.sha256 !== sha256) throw new Error(`${id} is not what was sent`);
  return record;
}

function* blocks(block: Buffer, times: number): Generator<Buffer> {
  for (let index = 0; index < times; index += 1) yield block;
}

async function put(url: string, headers: Record<string, string>, body: Iterable<Buffer>): Promise<void> {
  const sent = request(url, { method: 'PUT', headers });
  const answered = once(sent, 'response');
  await pipeline(Readable.from(body), sent);
  const [response] = await answered;
  response.resume();
  if (response.statusCode !== 200) throw new Error(`PUT: received ${response.statusCode}`);
}

async function completed(cloud: ChildCloud, id: string): Promise<Item> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({
    region: settings.central.region,
    endpoint: cloud.endpoint,
    credentials,
  });
  const get = new GetItemCommand({ TableName: recordsTableName(settings.name), Key: { id: { S: id } } });
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    const { Item } = await client.send(get);
    if (Item?.status?.S === 'COMPLETED') return Item as Item;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${id} was not COMPLETED within ${PATIENCE / 1000} s`);
}

/** Runs a bundle's handler on what comes in, and says how much memory the process had at most. */
const RUNNER = `
const { handler } = require(process.argv[1]);
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; }).on('end', async () => {
  const began = performance.now();
  const result = await handler(JSON.parse(text), { getRemainingTimeInMillis: () => 600000 });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(JSON.stringify({ result, seconds, maxRss: process.resourceUsage().maxRSS }) + '\\n', () => process.exit());
});`;

interface Run {
  peakMb: number;
  seconds: number;
}

/** The Process function as it is deployed: its bundle and its variables, run in a process of its own. */
async function processFunction(): Promise<(cloud: ChildCloud, record: Item) => Promise<Run>> {
  const outdir = join(folder, 'app');
  await synthesize({ outdir, config: CONFIG });
  const stack = join(outdir, 'stacks', 'central');
  const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
  const name = functionName(settings.name, PROCESS_FUNCTIONS.STANDARD);
  const functions: { function_name: string; filename: string; environment: { variables: object } }[] =
    Object.values(resource.aws_lambda_function);
  const found = functions.find(({ function_name }) => function_name === name);
  if (!found) throw new Error(`the stack has no function ${name}`);
  unzip(join(stack, found.filename), join(folder, 'function'));
  return (cloud, record) =>
    runOnce(join(folder, 'function', 'index.js'), found.environment.variables, cloud, record);
}

async function runOnce(code: string, variables: object, cloud: ChildCloud, record: Item): Promise<Run> {
  const member = (key: string) => record[key]?.S ?? '';
  const capture = {
    ...Object.fromEntries(
      ['id', 'channel', 'principal', 'region', 'bucket', 'key', 'eTag'].map((key) => [key, member(key)]),
    ),
    size: Number(record.size?.N),
    maxAttempts: 1,
  };
  const child = spawn(process.execPath, ['-e', RUNNER, code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...variables,
      PATH: process.env.PATH,
      AWS_REGION: settings.central.region,
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  child.stdin.end(JSON.stringify({ capture, claim: 'bench', attempt: 1 }));
  const lines = (await text(child.stdout)).trim().split('\n');
  const { result, seconds, maxRss } = JSON.parse(lines.at(-1) ?? '{}');
  if (result?.status !== 'COMPLETED') throw new Error(`the function answered ${JSON.stringify(result)}`);
  // Kilobytes, whatever the platform (libuv).
  return { seconds, peakMb: Math.round(maxRss / 1024) };
}

main().catch((error: Error) => {
  rmSync(folder, { recursive: true, force: true });
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
});
