import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import type { EventsService } from '../service';

interface Input {
  ReplayName: string;
  Description?: string;
  /** ARN of the archive. */
  EventSourceArn: string;
  /** Epoch seconds. */
  EventStartTime: number;
  EventEndTime: number;
  Destination: { Arn: string; FilterArns?: string[] };
}

interface Output {
  ReplayArn: string;
  State: string;
  /** Epoch seconds. */
  ReplayStartTime: number;
}

export const startReplay: JsonOperation<EventsService, Input, Output> = {
  action: 'events:StartReplay',
  resource: ({ ReplayName }, events, { region }) => events.replayArn(region, ReplayName),
  run: (input, events, { region }) => {
    const { bus, archive } = events.archiveOf(region, input.EventSourceArn) ?? {};
    if (!bus || !archive) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Parameter EventSourceArn is not valid. Reason: Archive ${input.EventSourceArn?.split('/')[1]} does not exist.`,
      );
    }
    if (input.Destination?.Arn !== bus.arn) {
      throw new AwsError(
        'ValidationException',
        'Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN, which must match the event bus of the archive.',
      );
    }
    if (input.Destination.FilterArns?.length) {
      throw new AwsError(
        'NotImplemented',
        'events:StartReplay: FilterArns is not served by the local cloud.',
        501,
      );
    }
    if (!(input.EventEndTime > input.EventStartTime)) {
      throw new AwsError(
        'ValidationException',
        'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
      );
    }
    const times = { from: input.EventStartTime * 1000, to: input.EventEndTime * 1000 };
    const replay = events.startReplay(region, { name: input.ReplayName, bus, archive, ...times });
    return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: replay.startedAt / 1000 };
  },
};
