import type { ResourceType } from '../core/resource-type';
import { parsePattern } from '../events/pattern';
import type { Services } from '../services';
import { DESCRIPTION } from './checks';
import { requireEventBus } from './require-event-bus';
import { within } from './within';

/** `aws_cloudwatch_event_archive`: keeps a bus's events for replays. */
export const awsCloudwatchEventArchive: ResourceType<Services> = {
  type: 'aws_cloudwatch_event_archive',
  attributes: {
    name: 'served',
    description: DESCRIPTION,
    event_source_arn: 'served',
    event_pattern: 'served',
    retention_days: 'served',
  },
  create({ region, attributes }, { events }) {
    const name = String(attributes.name);
    const arn = events.archiveArn(region, name);
    const pattern = attributes.event_pattern;
    requireEventBus(events, region, attributes.event_source_arn).archives.push({
      name,
      arn,
      pattern: pattern === undefined ? undefined : parsePattern(String(pattern)),
      retentionDays: within(attributes, 'retention_days', 0, 2_147_483_647, 0),
      events: [],
    });
    return { id: name, name, arn };
  },
};
