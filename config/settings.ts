import type { RegionsFile } from './schema';

type Defaults = NonNullable<RegionsFile['defaults']>;
type Full<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

/** Settings of one ingest region, defaults applied. Ranges: `regions.schema.json`. */
export interface IngestSettings {
  region: string;
  api: {
    name: string;
    description: string;
    stageName: string;
    throttle: { ratePerSecond: number; burst: number };
  };
  auth: Full<NonNullable<Defaults['auth']>>;
  logRetentionDays: number;
  maxProcessingAttempts: number;
}

/** Draining and processing, defaults applied; `reservedConcurrency` stays absent when not set. */
export type ProcessingSettings = Full<Omit<NonNullable<RegionsFile['processing']>, 'reservedConcurrency'>> & {
  reservedConcurrency?: number;
};

/** A deployment, defaults applied. */
export interface Settings {
  name: string;
  central: { region: string; logRetentionDays: number };
  processing: ProcessingSettings;
  retention: Full<NonNullable<RegionsFile['retention']>>;
  removal: 'retain' | 'destroy';
  state: NonNullable<RegionsFile['state']>;
  apiGatewayAccount: boolean;
  ingest: IngestSettings[];
}

const DAY = 86_400;

/** Applies the documented defaults. */
export function resolveSettings(file: RegionsFile): Settings {
  const ingest = file.ingest.map((region) => resolveIngest(file.defaults ?? {}, region));
  return {
    name: file.name,
    central: { region: file.central.region, logRetentionDays: file.defaults?.logRetentionDays ?? 7 },
    processing: resolveProcessing(file.processing ?? {}, ingest),
    retention: {
      queueSeconds: file.retention?.queueSeconds ?? 14 * DAY,
      objectDays: file.retention?.objectDays ?? 60,
      recordDays: file.retention?.recordDays ?? 90,
    },
    removal: file.removal ?? 'retain',
    state: file.state ?? { backend: 'local' },
    apiGatewayAccount: file.apiGatewayAccount ?? true,
    ingest,
  };
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
    auth: {
      mode: 'token',
      tokenHeader: 'AuthDetails',
      cacheTtlSeconds: 300,
      ...defaults.auth,
      ...region.auth,
    },
    logRetentionDays: region.logRetentionDays ?? defaults.logRetentionDays ?? 7,
    maxProcessingAttempts: region.maxProcessingAttempts ?? defaults.maxProcessingAttempts ?? 5,
  };
}

/** Time-outs that are not set follow from the execution's, in steps of one margin: a sixth of it, rounded up. */
function resolveProcessing(
  given: NonNullable<RegionsFile['processing']>,
  ingest: IngestSettings[],
): ProcessingSettings {
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
    queueDelaySeconds: 3,
    pollSeconds: 20,
    maxReceiveCount: Math.max(100, ...ingest.map((region) => 10 * region.maxProcessingAttempts)),
    laneReceiveSeconds: laneReceive,
    laneTimeoutSeconds: laneTimeout,
    drainTimeoutSeconds: laneTimeout + margin,
    lanePolls: 2,
    laneMaxInFlight: 20,
    maxLanesPerRegion: 8,
    retryBaseSeconds: 10,
    retryMaxSeconds: 900,
    processors: 'processors',
    ...given,
  };
}
