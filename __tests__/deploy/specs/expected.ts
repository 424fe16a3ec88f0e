import { ACCOUNT, CENTRAL } from '../helpers/deployment';
import type { Expected } from './functions';

/** What an ingest region is expected to have. */
export const ingestOf = (region: string): Expected => ({
  region,
  functions: {
    authorizer: {
      memory: 256,
      timeout: 5,
      variables: ['TOKEN_SECRET', 'TOKEN_HEADER', 'SECRET_CACHE_SECONDS'],
    },
  },
  alarms: {
    'pillarbox-error-queue': { metric: 'ApproximateNumberOfMessagesVisible', threshold: 0 },
    'pillarbox-capture-queue-age': { metric: 'ApproximateAgeOfOldestMessage', threshold: 900 },
  },
  logGroups: ['/aws/apigateway/pillarbox-captures', '/aws/lambda/pillarbox-authorizer'],
  roles: {
    authorizer: 'lambda.amazonaws.com',
    'authorizer-invoke': 'apigateway.amazonaws.com',
    'api-logs': 'apigateway.amazonaws.com',
    'capture-put': 'apigateway.amazonaws.com',
  },
});

/** What the centre is expected to have. */
export const CENTRE: Expected = {
  region: CENTRAL,
  functions: {
    'plan-lanes': {
      memory: 256,
      timeout: 10,
      variables: [
        'PILLARBOX_NAME',
        'RECORDS_TABLE',
        'PROCESS_FUNCTION',
        'INGEST_REGIONS',
        'MAX_LANES_PER_REGION',
      ],
    },
    'drain-lane': {
      memory: 512,
      timeout: 125,
      variables: ['PILLARBOX_NAME', 'PROCESSING_ARN', 'LANE_SETTINGS'],
    },
    claim: {
      memory: 256,
      timeout: 10,
      variables: ['RECORDS_TABLE', 'LEASE_SECONDS', 'RECORD_RETENTION_SECONDS'],
    },
    process: { memory: 1024, timeout: 40, variables: ['RECORDS_TABLE', 'RECORD_RETENTION_SECONDS'] },
    fail: { memory: 256, timeout: 10, variables: ['RECORDS_TABLE'] },
  },
  alarms: {
    'pillarbox-drain-failed': { metric: 'ExecutionsFailed', threshold: 0 },
    'pillarbox-drain-timed-out': { metric: 'ExecutionsTimedOut', threshold: 0 },
    'pillarbox-drain-missing': { metric: 'ExecutionsStarted', threshold: 0 },
  },
  logGroups: [
    ...['plan-lanes', 'drain-lane', 'claim', 'process', 'fail'].map((id) => `/aws/lambda/pillarbox-${id}`),
    '/aws/vendedlogs/states/pillarbox-drain',
    '/aws/vendedlogs/states/pillarbox-process-express',
  ],
  roles: {
    'plan-lanes': 'lambda.amazonaws.com',
    'drain-lane': 'lambda.amazonaws.com',
    claim: 'lambda.amazonaws.com',
    process: 'lambda.amazonaws.com',
    fail: 'lambda.amazonaws.com',
    drain: 'states.amazonaws.com',
    'process-express': 'states.amazonaws.com',
    schedule: 'scheduler.amazonaws.com',
    replay: 'events.amazonaws.com',
  },
};

/** Outputs of an ingest stack; the URL's host is the API's. */
export const outputsOf = (region: string) => ({
  Url: expect.stringMatching(new RegExp(`^https://\\w+\\.execute-api\\.${region}\\.amazonaws\\.com/beta$`)),
  Queue: expect.stringMatching(/\/pillarbox-captures$/),
  ErrorQueue: expect.stringMatching(/\/pillarbox-captures-errors$/),
  BucketName: `pillarbox-captures-${ACCOUNT}-${region}`,
});
