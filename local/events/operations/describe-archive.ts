import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import type { EventsService } from '../service';

interface Input {
  ArchiveName: string;
}

interface Output {
  ArchiveArn: string;
  ArchiveName: string;
  EventSourceArn: string;
  State: 'ENABLED';
  RetentionDays: number;
  EventCount: number;
}

export const describeArchive: JsonOperation<EventsService, Input, Output> = {
  action: 'events:DescribeArchive',
  resource: ({ ArchiveName }, events, { region }) => events.archiveArn(region, ArchiveName),
  run: ({ ArchiveName }, events, { region }) => {
    const { bus, archive } = events.archiveOf(region, events.archiveArn(region, ArchiveName)) ?? {};
    if (!bus || !archive) {
      throw new AwsError('ResourceNotFoundException', `Archive ${ArchiveName} does not exist.`);
    }
    return {
      ArchiveArn: archive.arn,
      ArchiveName,
      EventSourceArn: bus.arn,
      State: 'ENABLED',
      RetentionDays: archive.retentionDays,
      EventCount: archive.events.length,
    };
  },
};
