import { MAX_ANSWER_TRIES } from '../contracts/message';
import type { ProcessingSettings, Settings } from './settings';

/** One side of an ordering. */
export interface Term {
  name: string;
  value: number;
  /** Paths of the settings that it is made of; none for a limit of AWS. */
  settings: string[];
}

/** One link of an ordering that the promise rests on. */
export interface Inequality {
  left: Term;
  /** What `left` must be below. */
  right: Term;
  /** Whether both may be the same. Default false. */
  orEqual?: true;
  why: string;
}

const DAY = 86_400;

/** Step Functions quota: five minutes for an EXPRESS execution (AWS Step Functions Developer Guide, "Quotas"). */
const EXPRESS_LIMIT: Term = { name: 'the limit of an EXPRESS execution', value: 300, settings: [] };

/** The settings that orderings are about. */
export interface OrderedSettings extends Pick<Settings, 'processing' | 'retention'> {
  ingest: { maxProcessingAttempts: number }[];
}

/** Every ordering between settings, with its reason (DESIGN: queue, processing, lanes, retention). */
export function inequalities({ processing, retention, ingest }: OrderedSettings): Inequality[] {
  const p = (
    key: Exclude<
      keyof ProcessingSettings,
      'processors' | 'reservedConcurrency' | 'standardReservedConcurrency'
    >,
  ) => setting(`processing.${key}`, processing[key]);
  const queue = setting('retention.queueSeconds', retention.queueSeconds);
  const objectDays = setting('retention.objectDays', retention.objectDays);
  const attempts = ingest.map((region) => region.maxProcessingAttempts);
  return [
    {
      left: p('processTimeoutSeconds'),
      right: p('processTaskTimeoutSeconds'),
      why: 'the function must end before its task gives up on it',
    },
    {
      left: p('processTaskTimeoutSeconds'),
      right: p('expressTimeoutSeconds'),
      why: 'the execution must have time left to record the failure',
    },
    {
      left: p('expressTimeoutSeconds'),
      right: p('leaseSeconds'),
      why: 'a claim must outlive its execution',
    },
    {
      left: p('leaseSeconds'),
      right: p('visibilityTimeoutSeconds'),
      why: 'a message must come back only when its lease can be taken over',
    },
    {
      left: p('standardProcessTimeoutSeconds'),
      right: p('standardProcessTaskTimeoutSeconds'),
      why: 'the function must end before its task gives up on it',
    },
    {
      left: p('standardProcessTaskTimeoutSeconds'),
      right: p('standardTimeoutSeconds'),
      why: 'the execution must have time left to record the failure',
    },
    {
      left: p('standardTimeoutSeconds'),
      right: p('standardLeaseSeconds'),
      why: 'a claim must outlive its execution',
    },
    {
      left: p('standardLeaseSeconds'),
      right: p('reconcileMinAgeSeconds'),
      why: 'a job that is being worked on is no lost one',
    },
    {
      left: sum(p('laneReceiveSeconds'), p('expressTimeoutSeconds')),
      right: p('laneTimeoutSeconds'),
      why: 'a lane must finish what it holds',
    },
    {
      left: p('laneTimeoutSeconds'),
      right: p('drainTimeoutSeconds'),
      why: 'the drain workflow must outlive its lanes',
    },
    {
      left: p('drainTimeoutSeconds'),
      right: EXPRESS_LIMIT,
      why: 'Step Functions ends EXPRESS executions after five minutes',
    },
    {
      left: {
        name: `the largest maxProcessingAttempts, and ${MAX_ANSWER_TRIES} deliveries for an answer`,
        value: Math.max(...attempts, 0) + MAX_ANSWER_TRIES,
        settings: ['maxProcessingAttempts'],
      },
      right: p('maxReceiveCount'),
      why: 'the queue must not give up before processing does',
    },
    {
      left: p('retryBaseSeconds'),
      right: p('retryMaxSeconds'),
      orEqual: true,
      why: 'waits grow up to their bound',
    },
    {
      left: p('retryMaxSeconds'),
      right: queue,
      why: 'a message must be able to come back before it expires',
    },
    {
      left: p('visibilityTimeoutSeconds'),
      right: queue,
      why: 'a message must be able to come back before it expires',
    },
    {
      left: p('visibilityTimeoutSeconds'),
      right: p('reconcileMinAgeSeconds'),
      why: 'a message that is being worked on is no lost one',
    },
    {
      left: p('retryMaxSeconds'),
      right: p('reconcileMinAgeSeconds'),
      why: 'a message that waits for its next attempt is no lost one',
    },
    {
      left: queue,
      right: { ...objectDays, name: `${objectDays.name} (in seconds)`, value: objectDays.value * DAY },
      why: 'an object must outlive its message',
    },
    {
      left: objectDays,
      right: setting('retention.recordDays', retention.recordDays),
      why: 'a record must outlive its object',
    },
    ...concurrency(p('laneMaxInFlight'), processing.reservedConcurrency),
  ];
}

function concurrency(inFlight: Term, reserved: number | undefined): Inequality[] {
  if (reserved === undefined) return [];
  return [
    {
      left: inFlight,
      right: setting('processing.reservedConcurrency', reserved),
      orEqual: true,
      why: 'a lane must not start what Lambda would refuse to run',
    },
  ];
}

function setting(path: string, value: number): Term {
  return { name: path, value, settings: [path] };
}

function sum(a: Term, b: Term): Term {
  return {
    name: `${a.name} + ${b.name}`,
    value: a.value + b.value,
    settings: [...a.settings, ...b.settings],
  };
}
