import { InvalidArgumentError } from 'commander';

/** What a point in time may look like, for help and errors. */
export const TIME_FORM = '2026-01-31 (UTC), 2026-01-31T09:30Z or 2026-01-31T09:30:00+01:00';

/** A date, or a date and time with its offset: without one, it would mean another time on another machine. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const DURATION = /^(\d{1,4})([dh])$/;
const MS_PER = { d: 86_400_000, h: 3_600_000 };

/** Epoch ms of an ISO 8601 time. @throws InvalidArgumentError */
export function parseTime(text: string): number {
  const time = readTime(text);
  if (time === undefined) throw new InvalidArgumentError(`Allowed is a time such as ${TIME_FORM}.`);
  return time;
}

/** Epoch ms of an ISO 8601 time, or of so many days (`2d`) or hours (`12h`) before `now`. @throws InvalidArgumentError */
export function parseSince(text: string, now: number): number {
  const [, count, unit] = DURATION.exec(text) ?? [];
  const time = unit ? now - Number(count) * MS_PER[unit as 'd' | 'h'] : readTime(text);
  if (time === undefined) {
    throw new InvalidArgumentError(`Allowed are days (2d), hours (12h), or a time such as ${TIME_FORM}.`);
  }
  if (time <= now) return time;
  throw new InvalidArgumentError('Allowed is a time in the past.');
}

function readTime(text: string): number | undefined {
  const time = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) || !isRealDay(text.slice(0, 10)) ? undefined : time;
}

/** Parsing makes the 2nd of March of the 30th of February; a person who writes that means neither. */
function isRealDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Epoch ms → ISO 8601. */
export const showTime = (epochMs: number): string => new Date(epochMs).toISOString();
