import type { ResourceType } from '../core/resource-type';
import { parsePattern } from '../events/pattern';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';
import { requireEventBus } from './require-event-bus';

/** `aws_cloudwatch_event_rule`: with an event pattern; schedules belong to EventBridge Scheduler. */
export const awsCloudwatchEventRule: ResourceType<Services> = {
  type: 'aws_cloudwatch_event_rule',
  attributes: {
    name: 'served',
    description: DESCRIPTION,
    event_bus_name: 'served',
    event_pattern: 'served',
    state: 'served',
    tags: TAGS,
  },
  create({ region, attributes }, { events }) {
    const name = String(attributes.name);
    const bus = requireEventBus(events, region, attributes.event_bus_name);
    bus.rules.set(name, {
      name,
      enabled: attributes.state !== 'DISABLED',
      pattern: parsePattern(String(attributes.event_pattern)),
      targets: [],
    });
    return { id: name, name, arn: events.ruleArn(region, bus.name, name) };
  },
};
