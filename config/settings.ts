import type { RegionsFile } from './schema/file';
import { DEFAULT_UPLOAD_EXPIRY_SECONDS } from '../contracts/uploads';
import type { WebhookConfiguration } from '../contracts/webhooks';
import { MAX_FUNCTION_SECONDS } from './schema/processing';
import { resolveSource } from './schema/webhooks';
import type { AUTH_MODES } from './schema/regional';
import type { IssuerOfTokens } from '../contracts/environment';
import { APIS, type ApiId } from '../contracts/naming';

type Defaults = NonNullable<RegionsFile['defaults']>;
type Full<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

/** How an API tells its callers. */
export type AuthMode = (typeof AUTH_MODES)[number];

/** Authentication of clients in one region. */
export interface AuthSettings {
  modes: Record<ApiId, AuthMode>;
  tokenHeader: string;
  cacheTtlSeconds: number;
  /** Present when an API asks for JSON Web Tokens. */
  jwt?: IssuerOfTokens;
}

/** Settings of one ingest region, defaults applied. Ranges: `regions.schema.json`. */
export interface IngestSettings {
  region: string;
  api: {
    name: string;
    description: string;
    stageName: string;
    throttle: { ratePerSecond: number; burst: number };
  };
  auth: AuthSettings;
  logRetentionDays: number;
  maxProcessingAttempts: number;
}

/** Settings that stay absent when not set. */
type Unset = 'reservedConcurrency' | 'standardReservedConcurrency';

/** Draining and processing, defaults applied; reserved concurrencies stay absent when not set. */
export type ProcessingSettings = Full<Omit<NonNullable<RegionsFile['processing']>, Unset>> & {
  [K in Unset]?: number;
};

/** A deployment, defaults applied. */
export interface Settings {
  name: string;
  central: { region: string; logRetentionDays: number };
  processing: ProcessingSettings;
  retention: Full<NonNullable<RegionsFile['retention']>>;
  uploads: Full<NonNullable<RegionsFile['uploads']>>;
  webhooks: WebhookConfiguration;
  removal: 'retain' | 'destroy';
  state: NonNullable<RegionsFile['state']>;
  apiGatewayAccount: boolean;
  replicateStatus: boolean;
  ingest: IngestSettings[];
}

const DAY = 86_400;

/** Folder of the processors unless another is named. */
export const DEFAULT_PROCESSORS = 'processors';

/** Applies the documented defaults. */
export function resolveSettings(file: RegionsFile): Settings {
  return {
    name: file.name,
    central: { region: file.central.region, logRetentionDays: file.defaults?.logRetentionDays ?? 7 },
    processing: resolveProcessing(file.processing ?? {}),
    retention: {
      queueSeconds: file.retention?.queueSeconds ?? 14 * DAY,
      objectDays: file.retention?.objectDays ?? 60,
      recordDays: file.retention?.recordDays ?? 90,
    },
    uploads: { expirySeconds: file.uploads?.expirySeconds ?? DEFAULT_UPLOAD_EXPIRY_SECONDS },
    webhooks: resolveWebhooks(file.webhooks ?? {}),
    removal: file.removal ?? 'retain',
    state: file.state ?? { backend: 'local' },
    apiGatewayAccount: file.apiGatewayAccount ?? true,
    replicateStatus: file.replicateStatus ?? false,
    ingest: file.ingest.map((region) => resolveIngest(file.defaults ?? {}, region)),
  };
}

/** Whether anybody may post webhooks: without a source there is no route, no function and no secret for them. */
export function hasWebhooks({ webhooks }: Pick<Settings, 'webhooks'>): boolean {
  return Object.keys(webhooks.sources).length > 0;
}

function resolveWebhooks({
  toleranceSeconds = 300,
  sources = {},
}: NonNullable<RegionsFile['webhooks']>): WebhookConfiguration {
  const resolved = Object.entries(sources).map(([name, source]) => [name, resolveSource(source)]);
  return { toleranceSeconds, sources: Object.fromEntries(resolved) };
}

function resolveIngest(defaults: Defaults, region: RegionsFile['ingest'][number]): IngestSettings {
  const api = { ...defaults.api, ...region.api };
  return {
    region: region.region,
    api: {
      name: api.name ?? 'pillarbox',
      description: api.description ?? 'Regional capture for central processing',
      stageName: api.stageName ?? 'beta',
      throttle: { ratePerSecond: 1000, burst: 2000, ...defaults.api?.throttle, ...region.api?.throttle },
    },
    auth: resolveAuth(defaults.auth ?? {}, region.auth ?? {}),
    logRetentionDays: region.logRetentionDays ?? defaults.logRetentionDays ?? 7,
    maxProcessingAttempts: region.maxProcessingAttempts ?? defaults.maxProcessingAttempts ?? 5,
  };
}

type GivenAuth = NonNullable<Defaults['auth']>;

/** The mode of every API: its own, the region's before the defaults', else the mode of all. */
export function authModes(defaults: GivenAuth, region: GivenAuth): Record<ApiId, AuthMode> {
  const given = { ...defaults.apis, ...region.apis };
  const others = region.mode ?? defaults.mode ?? 'token';
  return Object.fromEntries(APIS.map((api) => [api, given[api] ?? others])) as Record<ApiId, AuthMode>;
}

function resolveAuth(defaults: GivenAuth, region: GivenAuth): AuthSettings {
  const modes = authModes(defaults, region);
  const { issuer = '', audience = [], jwksUri } = { ...defaults.jwt, ...region.jwt };
  const jwt = { issuer, audience, jwksUri: jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json` };
  return {
    modes,
    tokenHeader: region.tokenHeader ?? defaults.tokenHeader ?? 'AuthDetails',
    cacheTtlSeconds: region.cacheTtlSeconds ?? defaults.cacheTtlSeconds ?? 300,
    ...(Object.values(modes).includes('jwt') && { jwt }),
  };
}

/** What each setting follows from when it is not set, by path; settings that are not here have a fixed default. */
export const FOLLOWS_FROM: Readonly<Record<string, string[]>> = {
  'processing.processTimeoutSeconds': ['processing.expressTimeoutSeconds'],
  'processing.processTaskTimeoutSeconds': ['processing.expressTimeoutSeconds'],
  'processing.leaseSeconds': ['processing.expressTimeoutSeconds'],
  'processing.visibilityTimeoutSeconds': ['processing.expressTimeoutSeconds'],
  'processing.standardProcessTimeoutSeconds': ['processing.standardTimeoutSeconds'],
  'processing.standardProcessTaskTimeoutSeconds': ['processing.standardTimeoutSeconds'],
  'processing.standardLeaseSeconds': ['processing.standardTimeoutSeconds'],
  'processing.laneTimeoutSeconds': ['processing.laneReceiveSeconds', 'processing.expressTimeoutSeconds'],
  'processing.drainTimeoutSeconds': ['processing.laneTimeoutSeconds', 'processing.expressTimeoutSeconds'],
  'processing.laneMaxInFlight': ['processing.reservedConcurrency'],
};

/** The margin of a STANDARD execution is no longer than a minute: a cold start and a retry take no more, however long the job. */
const MAX_STANDARD_MARGIN = 60;

function standardTimeouts(standard: number) {
  const margin = Math.min(Math.ceil(standard / 6), MAX_STANDARD_MARGIN);
  return {
    standardTimeoutSeconds: standard,
    standardProcessTimeoutSeconds: Math.min(standard - 2 * margin, MAX_FUNCTION_SECONDS),
    standardProcessTaskTimeoutSeconds: standard - margin,
    standardLeaseSeconds: standard + margin,
  };
}

/** Time-outs that are not set follow from the execution's, in steps of one margin: a sixth of it, rounded up. */
function resolveProcessing(given: NonNullable<RegionsFile['processing']>): ProcessingSettings {
  const express = given.expressTimeoutSeconds ?? 60;
  const margin = Math.ceil(express / 6);
  const laneReceive = given.laneReceiveSeconds ?? 55;
  const laneTimeout = given.laneTimeoutSeconds ?? laneReceive + express + margin;
  return {
    expressTimeoutSeconds: express,
    processTimeoutSeconds: express - 2 * margin,
    processTaskTimeoutSeconds: express - margin,
    leaseSeconds: express + margin,
    visibilityTimeoutSeconds: express + 2 * margin,
    ...standardTimeouts(given.standardTimeoutSeconds ?? 600),
    queueDelaySeconds: 3,
    pollSeconds: 20,
    maxReceiveCount: 1000,
    laneReceiveSeconds: laneReceive,
    laneTimeoutSeconds: laneTimeout,
    drainTimeoutSeconds: laneTimeout + margin,
    lanePolls: 2,
    laneMaxInFlight: Math.min(20, given.reservedConcurrency ?? 20),
    maxLanesPerRegion: 8,
    retryBaseSeconds: 10,
    retryMaxSeconds: 900,
    reconcileMinAgeSeconds: DAY,
    processors: DEFAULT_PROCESSORS,
    ...given,
  };
}
