import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { alarmName } from '../contracts/naming';
import type { CaptureQueue } from './capture-queue';

export interface QueueAlarmsProps {
  /** The deployment's name. */
  name: string;
  queue: CaptureQueue;
}

/**
 * Age at which a message says that the centre is not draining, seconds. Above the longest way of a capture that fails
 * with the defaults: waits of 10 + 20 + 40 + 80 s and five executions of 60 s.
 */
const MAX_AGE_SECONDS = 900;

/** Alarms on what waits in a region: any message in the error queue, and an old one in the capture queue. */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, queue }: QueueAlarmsProps) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, 'errors', {
      alarmName: alarmName(name, 'error-queue'),
      alarmDescription: 'Captures stand in the error queue: their attempts are exhausted.',
      ...metric(queue.errorQueue.name, 'ApproximateNumberOfMessagesVisible'),
      threshold: 0,
    });
    new CloudwatchMetricAlarm(this, 'age', {
      alarmName: alarmName(name, 'capture-queue-age'),
      alarmDescription:
        'The oldest capture has waited for more than 15 minutes: the centre is not draining this region.',
      ...metric(queue.queue.name, 'ApproximateAgeOfOldestMessage'),
      threshold: MAX_AGE_SECONDS,
    });
  }
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
