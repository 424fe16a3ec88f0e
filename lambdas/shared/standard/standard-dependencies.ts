import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ENV, type LeaseSeconds, type RetrySettings } from '../../../contracts/environment';
import { clientConfig } from '../client-config';
import { systemClock } from '../clock';
import { requireEnv, requireJson, requireNumber } from '../environment';
import type { StandardDependencies } from './start-standard';

/** Starting takes one answer; the second and third try are harmless, for an execution of that name runs once. */
const START_TIMEOUT_MS = 3000;

/** What a function needs to start executions of the STANDARD workflow, from its environment. */
export function standardDependencies(retry: RetrySettings): StandardDependencies {
  return {
    table: {
      client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
      name: requireEnv(ENV.recordsTable),
    },
    client: new SFNClient(clientConfig({ requestTimeoutMs: START_TIMEOUT_MS })),
    clock: systemClock,
    retry,
    stateMachineArn: requireEnv(ENV.standardArn),
    leaseSeconds: requireJson<LeaseSeconds>(ENV.leaseSeconds),
    recordRetentionSeconds: requireNumber(ENV.recordRetentionSeconds),
  };
}
