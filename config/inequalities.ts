import type { Settings } from './settings';

/** One link of an ordering that the promise rests on: `left` must be below `right`. */
interface Inequality {
  left: [path: string, value: number];
  right: [path: string, value: number];
  why: string;
}

const DAY = 86_400;

/** Step Functions quota: five minutes for an EXPRESS execution (AWS Step Functions Developer Guide, "Quotas"). */
const EXPRESS_LIMIT_SECONDS = 300;

/** Every ordering between settings, with its reason (DESIGN: queue, processing, lanes, retention). */
export function inequalities({ processing: p, retention: r, ingest }: Settings): Inequality[] {
  const p_ = (key: Exclude<keyof typeof p, 'processors' | 'reservedConcurrency'>): [string, number] => [
    `processing.${key}`,
    p[key],
  ];
  return [
    {
      left: p_('processTimeoutSeconds'),
      right: p_('processTaskTimeoutSeconds'),
      why: 'the function must end before its task gives up on it',
    },
    {
      left: p_('processTaskTimeoutSeconds'),
      right: p_('expressTimeoutSeconds'),
      why: 'the execution must have time left to record the failure',
    },
    {
      left: p_('expressTimeoutSeconds'),
      right: p_('leaseSeconds'),
      why: 'a claim must outlive its execution',
    },
    {
      left: p_('leaseSeconds'),
      right: p_('visibilityTimeoutSeconds'),
      why: 'a message must come back only when its lease can be taken over',
    },
    {
      left: [
        'processing.laneReceiveSeconds + processing.expressTimeoutSeconds',
        p.laneReceiveSeconds + p.expressTimeoutSeconds,
      ],
      right: p_('laneTimeoutSeconds'),
      why: 'a lane must finish what it holds',
    },
    {
      left: p_('laneTimeoutSeconds'),
      right: p_('drainTimeoutSeconds'),
      why: 'the drain workflow must outlive its lanes',
    },
    {
      left: p_('drainTimeoutSeconds'),
      right: ['the limit of an EXPRESS execution', EXPRESS_LIMIT_SECONDS],
      why: 'Step Functions ends EXPRESS executions after five minutes',
    },
    {
      left: ['the largest maxProcessingAttempts', Math.max(...ingest.map((i) => i.maxProcessingAttempts), 0)],
      right: p_('maxReceiveCount'),
      why: 'the queue must not give up before processing does',
    },
    {
      left: ['retention.queueSeconds', r.queueSeconds],
      right: ['retention.objectDays (in seconds)', r.objectDays * DAY],
      why: 'an object must outlive its message',
    },
    {
      left: ['retention.objectDays', r.objectDays],
      right: ['retention.recordDays', r.recordDays],
      why: 'a record must outlive its object',
    },
    {
      left: p_('visibilityTimeoutSeconds'),
      right: ['retention.queueSeconds', r.queueSeconds],
      why: 'a message must be able to come back before it expires',
    },
  ];
}
