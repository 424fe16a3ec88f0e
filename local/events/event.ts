import { randomUUID } from 'node:crypto';

/** An event on a bus, as targets see it. */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
  /** Name of the replay that brought the event back. */
  'replay-name'?: string;
}

/** One entry of PutEvents. */
export interface PutEntry {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
  /** JSON text of an object. */
  Detail?: string;
  Resources?: string[];
  /** Epoch seconds. */
  Time?: number;
}

/** Where and when an entry came in. */
export interface Arrival {
  account: string;
  region: string;
  /** Epoch ms. */
  now: number;
}

/** The event of an entry that has been checked. */
export function eventOf(entry: PutEntry, { account, region, now }: Arrival): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account,
    time: `${new Date(entry.Time === undefined ? now : entry.Time * 1000).toISOString().slice(0, 19)}Z`,
    region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? '{}'),
  };
}
