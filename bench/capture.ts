/**
 * `npm run bench`: captures/s and latencies of the local cloud, end to end. Posts `--captures` payloads of `--bytes`,
 * `--concurrency` at a time, round robin over three regions, then waits until all are processed and audits the end
 * state. Exits 1 unless all were accepted, completed, and every invariant holds.
 */
import { createHash, randomBytes } from 'node:crypto';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { Command, InvalidArgumentError } from 'commander';
import { type AuditReport, isSound } from '../audit/audit';
import { auditWhenSettled } from '../audit/audit-when-settled';
import { formatReport } from '../audit/report';
import { auditTargetOf } from '../audit/target';
import { loadSettings } from '../config/load';
import { recordsTableName } from '../contracts/naming';
import { type ChildCloud, startChild } from '../local/start-child';
import { type Accepted, postAll } from './post-all';

// The SDK warns about Node 20; that is not what is measured.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const CONFIG = 'bench/regions.json';
const ACCOUNT = '000000000000';
/** Bound of the wait for processing, and of that for the end state, ms. */
const PATIENCE = 120_000;
/** Captures before the measurement, so that nothing is started or compiled during it. */
const WARM_UP = 50;

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
const body = randomBytes(options.bytes);
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
  const cloud = await startChild(CONFIG, ...startOptions);
  const load = { endpoint: cloud.endpoint, regions, body, concurrency: options.concurrency };
  try {
    const warmUp = await postAll(load, WARM_UP);
    await completed(cloud, WARM_UP);
    const began = Date.now();
    const accepted = await postAll(load, options.captures);
    const posted = Date.now();
    const records = (await completed(cloud, options.captures + WARM_UP)).filter((r) => r.receivedAt >= began);
    const audit = await auditEnd(cloud, [...warmUp, ...accepted]);
    report(cloud, { accepted, records, audit, began, posted });
    const done = Math.max(...records.map((record) => record.completedAt));
    return { readyMs: cloud.readyMs, completedPerSecond: (options.captures / (done - began)) * 1000 };
  } finally {
    await cloud.stop();
  }
}

interface Measured {
  accepted: Accepted[];
  records: Completed[];
  audit: AuditReport;
  began: number;
  posted: number;
}

function report(cloud: ChildCloud, { accepted, records, audit, began, posted }: Measured): void {
  const done = Math.max(...records.map((record) => record.completedAt));
  const perSecond = (ms: number) => ((options.captures / ms) * 1000).toFixed(0);
  const spread = (values: number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;
  const latencies = accepted.map(({ latencyMs }) => latencyMs);
  console.log(`ready                  ${cloud.readyMs.toFixed(0)} ms after the command`);
  console.log(`captured               ${perSecond(posted - began)} captures/s, ${spread(latencies)}`);
  console.log(`captured and completed ${perSecond(done - began)} captures/s`);
  console.log(
    `capture to completed   ${spread(records.map((record) => record.completedAt - record.receivedAt))}`,
  );
  console.log(`202s ${accepted.length}, COMPLETED records ${records.length} of ${options.captures}`);
  console.log(formatReport(audit));
  const all = [accepted.length, records.length].every((count) => count === options.captures);
  if (!all || !isSound(audit)) {
    console.error('FAILED: not everything was accepted and completed, once');
    process.exitCode = 1;
  }
}

/** The independent checker's word on everything that was sent. */
async function auditEnd(cloud: ChildCloud, sent: Accepted[]): Promise<AuditReport> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const accepted = sent.map(({ id }) => ({ id, size: body.length, sha256 }));
  const target = auditTargetOf(settings, ACCOUNT, cloud.endpoint);
  return (await auditWhenSettled(target, () => ({ accepted, poison: [] }), PATIENCE)).report;
}

interface Completed {
  receivedAt: number;
  completedAt: number;
}

/** The COMPLETED records, once there are `count` of them or patience ends. Asked once a second: asking costs, too. */
async function completed(cloud: ChildCloud, count: number): Promise<Completed[]> {
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

function clientOf(cloud: ChildCloud, region: string) {
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
