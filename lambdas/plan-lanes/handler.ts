import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ENV, type IngestRegion } from '../../contracts/environment';
import type { LanePlan } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { requireEnv, requireJson, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { planLanes } from './plan-lanes';
import { probeCentre } from './probe-centre';
import { queueBacklogs } from './queue-backlog';

const once = { maxAttempts: 1 };
const centre = {
  dynamodb: new DynamoDBClient(clientConfig({ ...once, requestTimeoutMs: 2000 })),
  // A cold start of the Process function is no reason to withhold the lanes.
  lambda: new LambdaClient(clientConfig({ ...once, requestTimeoutMs: 4000 })),
  recordsTable: requireEnv(ENV.recordsTable),
  processFunction: requireEnv(ENV.processFunction),
};
const dependencies = {
  regions: requireJson<IngestRegion[]>(ENV.ingestRegions),
  maxLanesPerRegion: requireNumber(ENV.maxLanesPerRegion),
  probe: () => probeCentre(centre),
  backlog: queueBacklogs(requireEnv(ENV.name)),
};

/** First step of a drain: which lanes run this minute? */
export async function handler(): Promise<LanePlan> {
  const plan = await planLanes(dependencies);
  const { lanes, messageLanes } = plan;
  logger.info('plan', {
    lanes: lanes.length,
    messageLanes: messageLanes.length,
    withheld: plan.withheld,
    paused: plan.paused,
  });
  return plan;
}
