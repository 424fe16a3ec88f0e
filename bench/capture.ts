/**
 * `npm run bench`: captures/s and latencies of the local cloud, end to end. Posts `--captures` payloads of `--bytes`,
 * `--concurrency` at a time, round robin over three regions, then waits until all are processed. Exits 1 unless
 * 202s = objects = COMPLETED records.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { Command, InvalidArgumentError } from 'commander';
import { loadSettings } from '../config/load';
import { CAPTURE_PREFIX } from '../contracts/capture';
import { captureBucketName, recordsTableName } from '../contracts/naming';
import { type LocalCloud, startLocalCloud } from './local-cloud';

// The SDK warns about Node 20; that is not what is measured.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const CONFIG = 'bench/regions.json';
const ACCOUNT = '000000000000';
/** Bound of the wait for processing, ms. */
const PATIENCE = 120_000;

const positive = (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('allowed is a whole number from 1');
  return value;
};

const options = new Command('bench')
  .description('Measures captures/s and latencies of the local cloud, end to end.')
  .option('--captures <n>', 'captures in all', positive, 1000)
  .option('--concurrency <n>', 'requests at a time', positive, 32)
  .option('--bytes <n>', 'payload size, bytes', positive, 1024)
  .option('--compare-iam', 'measure without IAM first, then with it, and print the ratio')
  .parse()
  .opts<{ captures: number; concurrency: number; bytes: number; compareIam?: true }>();

const settings = loadSettings(CONFIG);
const regions = settings.ingest.map((ingest) => ingest.region);

async function main(): Promise<void> {
  if (!options.compareIam) {
    await measure();
    return;
  }
  console.log('without IAM');
  const off = await measure('--no-iam');
  console.log('with IAM');
  const on = await measure();
  const ratio = (part: number, whole: number) => `${((part / whole) * 100).toFixed(0)} %`;
  console.log(
    `with IAM, of without   ${ratio(on.completedPerSecond, off.completedPerSecond)} of the captures/s`,
  );
  console.log(`                       ${ratio(on.readyMs, off.readyMs)} of the time to start`);
}

interface Result {
  readyMs: number;
  completedPerSecond: number;
}

/** Measures one local cloud, started with further options of `npm start`, and prints what was found. */
async function measure(...startOptions: string[]): Promise<Result> {
  const cloud = await startLocalCloud(CONFIG, ...startOptions);
  try {
    await postAll(cloud, 50);
    await completed(cloud, 50);
    const began = Date.now();
    const latencies = await postAll(cloud, options.captures);
    const posted = Date.now();
    const records = (await completed(cloud, options.captures + 50)).filter((r) => r.receivedAt >= began);
    const objects = (await countObjects(cloud)) - 50;
    report(cloud, { latencies, records, objects, began, posted });
    const done = Math.max(...records.map((record) => record.completedAt));
    return { readyMs: cloud.readyMs, completedPerSecond: (options.captures / (done - began)) * 1000 };
  } finally {
    await cloud.stop();
  }
}

interface Measured {
  /** ms, one for each 202. */
  latencies: number[];
  records: Completed[];
  objects: number;
  began: number;
  posted: number;
}

function report(cloud: LocalCloud, { latencies, records, objects, began, posted }: Measured): void {
  const done = Math.max(...records.map((record) => record.completedAt));
  const perSecond = (ms: number) => ((options.captures / ms) * 1000).toFixed(0);
  const spread = (values: number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;
  console.log(`ready                  ${cloud.readyMs.toFixed(0)} ms after the command`);
  console.log(`captured               ${perSecond(posted - began)} captures/s, ${spread(latencies)}`);
  console.log(`captured and completed ${perSecond(done - began)} captures/s`);
  console.log(
    `capture to completed   ${spread(records.map((record) => record.completedAt - record.receivedAt))}`,
  );
  console.log(
    `202s ${latencies.length}, objects ${objects}, COMPLETED records ${records.length} of ${options.captures}`,
  );
  const equal = [latencies.length, objects, records.length].every((count) => count === options.captures);
  if (!equal) {
    console.error('FAILED: 202s, objects and COMPLETED records differ');
    process.exitCode = 1;
  }
}

/** Posts `count` payloads and answers the latency of each 202. */
async function postAll(cloud: LocalCloud, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  const body = randomBytes(options.bytes);
  const latencies: number[] = [];
  let next = 0;
  const poster = async () => {
    while (next < count) {
      const region = regions[next++ % regions.length];
      const started = performance.now();
      const status = await post(agent, `${cloud.endpoint}/${region}/beta/publish`, body);
      if (status === 202) latencies.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, poster));
  agent.destroy();
  return latencies;
}

function post(agent: Agent, url: string, body: Buffer): Promise<number | undefined> {
  const headers = {
    AuthDetails: 'allow',
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

interface Completed {
  receivedAt: number;
  completedAt: number;
}

/** The COMPLETED records, once there are `count` of them or patience ends. Asked once a second: asking costs, too. */
async function completed(cloud: LocalCloud, count: number): Promise<Completed[]> {
  const client = new DynamoDBClient(clientOf(cloud, settings.central.region));
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const records: Completed[] = [];
    for await (const page of paginateScan(
      { client },
      { TableName: recordsTableName(settings.name), ConsistentRead: true },
    )) {
      for (const { status, receivedAt, completedAt } of page.Items ?? []) {
        if (status?.S !== 'COMPLETED') continue;
        records.push({ receivedAt: Number(receivedAt?.N), completedAt: Number(completedAt?.N) });
      }
    }
    if (records.length >= count || Date.now() > deadline) return records;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function countObjects(cloud: LocalCloud): Promise<number> {
  let count = 0;
  for (const region of regions) {
    const client = new S3Client({ ...clientOf(cloud, region), forcePathStyle: true });
    const Bucket = captureBucketName(settings.name, ACCOUNT, region);
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: CAPTURE_PREFIX })) {
      count += page.KeyCount ?? 0;
    }
  }
  return count;
}

function clientOf(cloud: LocalCloud, region: string) {
  return {
    region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  };
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

main().catch((error: Error) => {
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
});
