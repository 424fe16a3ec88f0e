import type { Invariant } from '../invariant';
import * as objects from './objects';
import * as queues from './queues';
import * as records from './records';
import * as repeats from './repeats';
import * as unprocessed from './unprocessed';

/** Every invariant by its name (DESIGN: the promise, and what it forces). */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  ...objects,
  ...records,
  ...queues,
  ...repeats,
  ...unprocessed,
};
