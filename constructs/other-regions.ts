import type { Settings } from '../config/settings';

/** The ingest regions besides the central one, which may be one itself. */
export function otherRegions({ central, ingest }: Pick<Settings, 'central' | 'ingest'>): string[] {
  return ingest.map(({ region }) => region).filter((region) => region !== central.region);
}
