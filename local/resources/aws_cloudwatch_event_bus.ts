import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';

/** `aws_cloudwatch_event_bus`: an EventBridge bus of one's own. */
export const awsCloudwatchEventBus: ResourceType<Services> = {
  type: 'aws_cloudwatch_event_bus',
  attributes: { name: 'served', description: DESCRIPTION, tags: TAGS },
  create({ region, attributes }, { events }) {
    const { name, arn } = events.createEventBus(region, String(attributes.name));
    return { id: name, name, arn };
  },
};
