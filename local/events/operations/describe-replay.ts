import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import type { EventsService } from '../service';

interface Input {
  ReplayName: string;
}

/** Times in epoch seconds. */
interface Output {
  ReplayName: string;
  ReplayArn: string;
  State: string;
  EventSourceArn: string;
  Destination: { Arn: string };
  EventStartTime: number;
  EventEndTime: number;
  EventLastReplayedTime?: number;
  ReplayStartTime: number;
  ReplayEndTime?: number;
}

export const describeReplay: JsonOperation<EventsService, Input, Output> = {
  action: 'events:DescribeReplay',
  resource: ({ ReplayName }, events, { region }) => events.replayArn(region, ReplayName),
  run: ({ ReplayName }, events, { region }) => {
    const replay = events.replayOf(region, ReplayName);
    if (!replay) {
      throw new AwsError('ResourceNotFoundException', `Replay ${ReplayName} does not exist.`);
    }
    return {
      ReplayName,
      ReplayArn: replay.arn,
      State: replay.state,
      EventSourceArn: replay.archive.arn,
      Destination: { Arn: replay.bus.arn },
      EventStartTime: replay.from / 1000,
      EventEndTime: replay.to / 1000,
      EventLastReplayedTime: seconds(replay.lastReplayed),
      ReplayStartTime: replay.startedAt / 1000,
      ReplayEndTime: seconds(replay.endedAt),
    };
  },
};

function seconds(epochMs: number | undefined): number | undefined {
  return epochMs === undefined ? undefined : epochMs / 1000;
}
