import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { ENV, type IngestRegion } from '../../contracts/environment';
import { captureBucketName } from '../../contracts/naming';
import type { ReconcileReport, ReconcileRequest } from '../../contracts/reconcile';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireJson, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { batchGet } from './batch-get';
import { isPaused } from './is-paused';
import { JUDGED, type JudgedRecord } from './judge-capture';
import { listPage } from './list-page';
import { parseRequest } from './parse-request';
import { putBack } from './put-back';
import { reconcileStep, type Step, type StepDependencies } from './reconcile-step';
import { regionalClients } from './regional-clients';

const name = requireEnv(ENV.name);
const regions = requireJson<IngestRegion[]>(ENV.ingestRegions);
const defaultMinAgeSeconds = requireNumber(ENV.reconcileMinAgeSeconds);
const records = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 5000 })),
    name: requireEnv(ENV.recordsTable),
  },
  clock: systemClock,
};
const clientsOf = regionalClients(name);

/** What is kept of the function's time for the page that was begun last, milliseconds; of 60 s that leaves 20 to begin pages in. */
const PAGE_MS = 40_000;

/** One step of a reconcile; repeating it with the report's cursor goes through the whole bucket. */
export async function handler(event: unknown, context: Context): Promise<ReconcileReport> {
  const request = parseRequest(event, regions);
  const step = stepOf(request, context);
  const report = await reconcileStep(step, dependenciesOf(step));
  const { dryRun, since, minAgeSeconds } = step;
  // A capture that had to be put back was lost by somebody: the one line that a person should look at.
  const level = report.putBack > 0 ? 'warn' : 'info';
  logger[level]('reconcile', { ...report, dryRun, since, minAgeSeconds });
  return report;
}

function stepOf({ region, ...request }: ReconcileRequest, context: Context): Step {
  const accountId = context.invokedFunctionArn.split(':')[4] ?? '';
  return {
    region,
    bucket: captureBucketName(name, accountId, region),
    // `parseRequest` lets only regions of the list pass.
    maxAttempts: regions.find((known) => known.region === region)?.maxAttempts as number,
    since: request.since ?? 0,
    minAgeSeconds: request.minAgeSeconds ?? defaultMinAgeSeconds,
    dryRun: request.dryRun ?? false,
    cursor: request.cursor,
    stopAt: systemClock.now() + context.getRemainingTimeInMillis() - PAGE_MS,
  };
}

function dependenciesOf({ region, bucket }: Step): StepDependencies {
  const { s3, queue } = clientsOf(region);
  return {
    clock: systemClock,
    log: logger,
    isPaused: () => isPaused(region, records),
    listPage: (after) => listPage(s3, bucket, after),
    readRecords: (ids) => batchGet<JudgedRecord>(ids, JUDGED, records),
    putBack: async (captures) => {
      if (captures.length > 0) await putBack(captures, await queue());
    },
  };
}
