import type { Archive, EventBus } from './event-bus';

export type ReplayState = 'STARTING' | 'RUNNING' | 'COMPLETED' | 'FAILED';

/** Events of an archive on their way back to its bus. */
export interface Replay {
  name: string;
  arn: string;
  archive: Archive;
  bus: EventBus;
  /** Events that came in from then on, epoch ms. */
  from: number;
  /** And before then, epoch ms. */
  to: number;
  state: ReplayState;
  /** Epoch ms. */
  startedAt: number;
  endedAt?: number;
  /** Time of the last replayed event, epoch ms. */
  lastReplayed?: number;
}
