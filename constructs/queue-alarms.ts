import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { backoffSeconds } from '../contracts/backoff';
import { alarmName } from '../contracts/naming';
import type { QueuePair } from './queue-pair';
import { runbook } from './runbook';

/** What the alarms of a pair of queues go by. */
export interface QueueAlarmsProps {
  settings: Pick<Settings, 'name' | 'processing' | 'retention'>;
  /** Attempts that a capture of this region may have, 1–100. */
  maxProcessingAttempts: number;
  queues: QueuePair;
  /** What waits in the queues. */
  holds: keyof typeof SUBJECTS;
}

/** How the alarms and what they are about are called. */
const SUBJECTS = {
  captures: { errors: 'error-queue', age: 'capture-queue-age', one: 'capture', many: 'Captures' },
  messages: {
    errors: 'message-error-queue',
    age: 'message-queue-age',
    one: 'message',
    many: 'WebSocket messages',
  },
} as const;

/** Least age that raises the alarm, seconds: a centre that is back within a quarter of an hour needs nobody. */
const MIN_AGE_SECONDS = 900;

/** Longest wait until a lane takes up a visible message, seconds: lanes start every minute. */
const PICKUP_SECONDS = 60;

/** Alarms on what waits in a region: any message in an error queue, and an old one in the queue before it. */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, props: QueueAlarmsProps) {
    super(scope, id);
    const { settings, queues } = props;
    const subject = SUBJECTS[props.holds];
    const age = maxAgeSeconds(props);
    new CloudwatchMetricAlarm(this, 'errors', {
      alarmName: alarmName(settings.name, subject.errors),
      alarmDescription: `${subject.many} stand in the error queue: their attempts are exhausted. ${runbook(subject.errors)}`,
      ...metric(queues.errorQueue.name, 'ApproximateNumberOfMessagesVisible'),
      threshold: 0,
    });
    new CloudwatchMetricAlarm(this, 'age', {
      alarmName: alarmName(settings.name, subject.age),
      alarmDescription: `The oldest ${subject.one} has waited for more than ${Math.floor(age / 60)} minutes: the centre is not draining this region. ${runbook(subject.age)}`,
      ...metric(queues.queue.name, 'ApproximateAgeOfOldestMessage'),
      threshold: age,
    });
  }
}

/**
 * Age at which a message says that the centre is not draining, seconds: more than that of a capture whose every attempt
 * runs into its time-out and waits to be taken up, but never so much that half the retention has passed. A WebSocket message
 * may wait behind others of its group, each of which may take as long: then the alarm tells of a group that is stuck.
 */
function maxAgeSeconds({ settings: { processing, retention }, maxProcessingAttempts }: QueueAlarmsProps) {
  const { queueDelaySeconds, expressTimeoutSeconds } = processing;
  const waits = Array.from({ length: maxProcessingAttempts - 1 }, (_, before) =>
    backoffSeconds(processing, before + 1),
  );
  const attempts = maxProcessingAttempts * (PICKUP_SECONDS + expressTimeoutSeconds);
  const slowest = waits.reduce((total, wait) => total + wait, queueDelaySeconds + attempts);
  return Math.min(Math.max(MIN_AGE_SECONDS, slowest), Math.floor(retention.queueSeconds / 2));
}

/** SQS reports once a minute, and nothing at all for a queue that was idle for hours. */
function metric(queueName: string, metricName: string) {
  return {
    namespace: 'AWS/SQS',
    metricName,
    dimensions: { QueueName: queueName },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
  };
}
