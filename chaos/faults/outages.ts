import { type FaultKind, lasting } from './drawn-fault';

const MODES = ['refuse', 'hang'] as const;
type Mode = (typeof MODES)[number];

const regionOutage =
  (outage: Mode): FaultKind =>
  (draw, { ingest }) => {
    const region = draw.one(ingest);
    return { what: `${region} is away, ${outage}`, fault: { outage, region }, lastsMs: lasting(draw) };
  };

const centralOutage =
  (outage: Mode): FaultKind =>
  (draw) => ({
    what: `the centre is away, ${outage}`,
    fault: { outage, stack: 'central' },
    lastsMs: lasting(draw),
  });

/** What can be away. */
export const OUTAGES: FaultKind[] = [
  ...MODES.map(regionOutage),
  ...MODES.map(regionOutage),
  ...MODES.map(centralOutage),
];
