import type { WorkflowType } from './naming';

/** Names of the environment variables that the stacks set and the Lambda functions read. Never typed twice. */
export const ENV = {
  /** The deployment's `name`, from which resource names follow. */
  name: 'PILLARBOX_NAME',
  /** The records table's name. */
  recordsTable: 'RECORDS_TABLE',
  /** Region of the records table, or of a replica of it, for a function that is not in the centre. */
  recordsRegion: 'RECORDS_REGION',
  /** The name of the token secret in the function's own region. */
  tokenSecret: 'TOKEN_SECRET',
  /** The name of the webhook secret in the function's own region. */
  webhookSecret: 'WEBHOOK_SECRET',
  /** Sources of webhooks as JSON: `WebhookConfiguration`. */
  webhooks: 'WEBHOOKS',
  /** Name of the capture bucket in the function's own region. */
  captureBucket: 'CAPTURE_BUCKET',
  /** How long the URL of an upload holds, seconds. */
  uploadExpirySeconds: 'UPLOAD_EXPIRY_SECONDS',
  /** The request header that carries the token. */
  tokenHeader: 'TOKEN_HEADER',
  /** Whose JSON Web Tokens are accepted, as JSON: `IssuerOfTokens`. */
  tokenIssuer: 'TOKEN_ISSUER',
  /** How long the authorizer keeps the secret in memory, seconds. */
  secretCacheSeconds: 'SECRET_CACHE_SECONDS',
  /** JSON list of the ingest regions: `IngestRegion[]`. */
  ingestRegions: 'INGEST_REGIONS',
  /** Upper bound of lanes per region. */
  maxLanesPerRegion: 'MAX_LANES_PER_REGION',
  /** DNS suffix of the partition's hosts, such as `amazonaws.com`. */
  dnsSuffix: 'DNS_SUFFIX',
  /** ARN of the EXPRESS processing workflow. */
  processingArn: 'PROCESSING_ARN',
  /** ARN of the STANDARD processing workflow. */
  standardArn: 'STANDARD_PROCESSING_ARN',
  /** Name of the Process function that the plan probes. */
  processFunction: 'PROCESS_FUNCTION',
  /** Limits of a drain lane as JSON: `LaneSettings`. */
  laneSettings: 'LANE_SETTINGS',
  /** Length of a claim's lease by workflow type as JSON: `LeaseSeconds`. */
  leaseSeconds: 'LEASE_SECONDS',
  /** How long a capture waits between attempts as JSON: `RetrySettings`. */
  retrySettings: 'RETRY_SETTINGS',
  /** Age from which a capture that nobody seems to hold is put back, seconds. */
  reconcileMinAgeSeconds: 'RECONCILE_MIN_AGE_SECONDS',
  /** How long a record is kept, seconds. */
  recordRetentionSeconds: 'RECORD_RETENTION_SECONDS',
} as const;

/** Whose JSON Web Tokens are accepted, and for whom they must be. */
export interface IssuerOfTokens {
  /** `iss`, exactly. */
  issuer: string;
  /** Values of `aud`, of which a token has one. */
  audience: string[];
  /** Where the issuer's keys are. */
  jwksUri: string;
}

/** One ingest region as the drain and the reconcile see it. Kept short: all of a function's environment may hold 4 KB. */
export interface IngestRegion {
  region: string;
  /** Processing attempts a capture of this region may have, 1–100. */
  maxAttempts: number;
}

/** How long a claim is respected, seconds, by the type of workflow that processes the capture. */
export type LeaseSeconds = Record<WorkflowType, number>;

/** Waits between the attempts of a capture, seconds. */
export interface RetrySettings {
  /** After the first attempt that failed; doubles with every further one. */
  retryBaseSeconds: number;
  /** Upper bound of that wait. */
  retryMaxSeconds: number;
}

/** Limits of one drain lane; all waits in seconds. */
export interface LaneSettings extends RetrySettings {
  /** How long the lane goes on receiving. */
  receiveSeconds: number;
  /** Long-poll wait of one receive, 0–20. */
  pollSeconds: number;
  /** Long polls at the same time. */
  polls: number;
  /** Captures being processed at the same time. */
  maxInFlight: number;
  /** The execution's own time-out; the client waits a little longer. */
  executionTimeoutSeconds: number;
}
