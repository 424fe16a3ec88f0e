import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { TAGS } from './checks';

/** `aws_cloudwatch_log_group`: a place for function, access and workflow logs. */
export const awsCloudwatchLogGroup: ResourceType<Services> = {
  type: 'aws_cloudwatch_log_group',
  attributes: {
    name: 'served',
    retention_in_days: { inert: 'logs are kept in memory until the local cloud stops, within a bound' },
    skip_destroy: { inert: 'nothing is ever destroyed' },
    tags: TAGS,
  },
  create({ region, attributes }, { logs }) {
    const name = String(attributes.name);
    return { id: name, arn: logs.createLogGroup(region, name) };
  },
};
