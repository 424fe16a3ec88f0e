import type { NewFault } from '../local/faults/fault';
import { Draw } from './draw';
import { DEATHS } from './faults/deaths';
import type { FaultGround, FaultKind } from './faults/drawn-fault';
import { OUTAGES } from './faults/outages';
import { SLOW_CALLS } from './faults/slow-calls';
import { LATE_CONCLUSIONS, LOST_ANSWERS, WRITES_AFTER_LEASE } from './faults/unknown-outcomes';

/** A fault and when it is in force. */
export interface Episode {
  id: string;
  what: string;
  fault: NewFault;
  /** After the start, ms. */
  startMs: number;
  endMs: number;
}

export interface FaultPlan extends FaultGround {
  seed: number;
  /** When the last one ends, ms after the start. */
  lengthMs: number;
}

const CALL_FAULTS = [...DEATHS, ...SLOW_CALLS, ...LOST_ANSWERS];

interface Track {
  name: string;
  kinds: FaultKind[];
  /** Least and longest break before each fault, ms. */
  breakMs: [number, number];
}

/**
 * One outage at a time, and time between them in which something gets done; two faults of single calls; and some writes
 * that come late.
 */
const TRACKS: Track[] = [
  { name: 'outage', kinds: OUTAGES, breakMs: [4000, 8000] },
  { name: 'calls-a', kinds: CALL_FAULTS, breakMs: [300, 2000] },
  { name: 'calls-b', kinds: CALL_FAULTS, breakMs: [300, 2000] },
  { name: 'late-a', kinds: LATE_CONCLUSIONS, breakMs: [300, 2000] },
  { name: 'late-b', kinds: WRITES_AFTER_LEASE, breakMs: [300, 2000] },
];

/** The schedule of faults: on each track one after the other, with breaks, every kind once before any comes again. */
export function planFaults(plan: FaultPlan): Episode[] {
  // Away from the numbers that the captures are drawn with.
  const draw = new Draw(~plan.seed);
  return TRACKS.flatMap((track) => planTrack(track, draw, plan)).sort((a, b) => a.startMs - b.startMs);
}

function planTrack({ name, kinds, breakMs }: Track, draw: Draw, plan: FaultPlan): Episode[] {
  const episodes: Episode[] = [];
  let deck: FaultKind[] = [];
  for (let startMs = draw.whole(...breakMs); startMs < plan.lengthMs - 1000; ) {
    if (deck.length === 0) deck = draw.shuffled(kinds);
    const { what, fault, lastsMs } = deck.pop()!(draw, plan);
    const endMs = Math.min(startMs + lastsMs, plan.lengthMs);
    const id = `${name}-${episodes.length + 1}`;
    episodes.push({ id, what, fault: { ...fault, id }, startMs, endMs });
    startMs = endMs + draw.whole(...breakMs);
  }
  return episodes;
}
