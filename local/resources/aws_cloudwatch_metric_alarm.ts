import type { ResourceType, Treatment } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, oneOf, TAGS } from './checks';

const NO_METRICS: Treatment = { inert: 'the local cloud has no metrics' };

/** `aws_cloudwatch_metric_alarm`: accepted, never in alarm. */
export const awsCloudwatchMetricAlarm: ResourceType<Services> = {
  type: 'aws_cloudwatch_metric_alarm',
  attributes: {
    alarm_name: 'served',
    alarm_description: DESCRIPTION,
    namespace: NO_METRICS,
    metric_name: NO_METRICS,
    dimensions: { inert: 'the local cloud has no metrics; a QueueName must name a queue' },
    statistic: oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
    period: NO_METRICS,
    evaluation_periods: NO_METRICS,
    threshold: NO_METRICS,
    comparison_operator: oneOf(
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ),
    treat_missing_data: oneOf('missing', 'ignore', 'breaching', 'notBreaching'),
    tags: TAGS,
  },
  create({ region, attributes }, { sqs, cloud: { partition, accountId } }) {
    const { QueueName: queue } = (attributes.dimensions ?? {}) as Record<string, string>;
    if (queue !== undefined && !sqs.queueOf(sqs.queueArn(region, queue))) {
      throw new Error(`dimensions.QueueName: ${queue} does not exist in ${region}`);
    }
    const name = String(attributes.alarm_name);
    return { id: name, arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}` };
  },
};
