import { Draw } from './draw';
import type { Kind, Order } from './order';

/** What one client is to send, and when. */
export interface PlannedCapture {
  /** After the start, ms. */
  dueMs: number;
  client: number;
  /** Index of the region that is tried first; the others follow in turn. */
  firstRegion: number;
  order: Order;
  /** Random bytes after the order. */
  paddingBytes: number;
  contentType: string;
  idempotencyKey?: string;
}

export interface CapturePlan {
  captures: number;
  clients: number;
  /** How many regions there are. */
  regions: number;
  seed: number;
  /** Over how long they are spread, ms. */
  lengthMs: number;
}

/** How often each kind comes, of a thousand. */
const MIX: Record<Kind, number> = {
  succeed: 749,
  slow: 100,
  throw: 80,
  reject: 50,
  // Few, for a function that has ended must start anew, which takes more of the machine than all else.
  crash: 4,
  poison: 15,
  hang: 2,
};
/** Share of captures that have an Idempotency-Key of their own. */
const KEYED = 0.15;
/** Share of captures that use a key again, and of those, the share that has another payload. */
const REPEATED = 0.08;
const CONFLICTING = 0.2;
/** How far back a repeated key may lie, in keys: near enough to meet the first one under way. */
const KEYS_BACK = 20;
/** Attempts at most that fail on purpose: the others are for the faults, which may kill the function as well. */
const MAX_UNTIL = 2;

const CONTENT_TYPES = [
  'application/json',
  'application/octet-stream',
  'text/plain; charset=utf-8',
  'image/png',
];

/** Captures, clients' choices and all, in the order in which they are due. */
export function planCaptures({ captures, clients, regions, seed, lengthMs }: CapturePlan): PlannedCapture[] {
  const draw = new Draw(seed);
  const keyed: PlannedCapture[] = [];
  return Array.from({ length: captures }, (_, payload) => {
    const order = drawOrder(payload, draw);
    const capture: PlannedCapture = {
      dueMs: Math.floor((payload / captures) * lengthMs),
      client: draw.whole(0, clients - 1),
      firstRegion: draw.whole(0, regions - 1),
      order,
      paddingBytes: drawPadding(draw),
      contentType: draw.one(CONTENT_TYPES),
    };
    if (keyed.length > 0 && draw.chance(REPEATED))
      return repeat(capture, draw.one(keyed.slice(-KEYS_BACK)), draw);
    if (!draw.chance(KEYED)) return capture;
    const first = { ...capture, idempotencyKey: `key ${payload}` };
    keyed.push(first);
    return first;
  });
}

/** The same key from whichever client and region, with the same payload or another. */
function repeat(capture: PlannedCapture, first: PlannedCapture, draw: Draw): PlannedCapture {
  const { idempotencyKey, order, paddingBytes } = first;
  return draw.chance(CONFLICTING)
    ? { ...capture, idempotencyKey }
    : { ...capture, idempotencyKey, order, paddingBytes };
}

function drawOrder(payload: number, draw: Draw): Order {
  const kind = draw.weighted(MIX);
  if (kind === 'slow') return { payload, kind, ms: draw.whole(20, 800) };
  if (kind === 'hang') return { payload, kind, until: 1 };
  if (kind === 'throw' || kind === 'crash') return { payload, kind, until: draw.whole(1, MAX_UNTIL) };
  return { payload, kind };
}

/** Mostly small, some of a few KB, one of two hundred large. */
function drawPadding(draw: Draw): number {
  if (draw.chance(0.005)) return draw.whole(100_000, 400_000);
  return draw.chance(0.2) ? draw.whole(1000, 8000) : draw.whole(0, 500);
}
