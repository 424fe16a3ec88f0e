import { AwsError } from '../core/aws-error';
import type { JsonOperation, JsonOperations } from '../protocol/json-operation';
import type { LogsService } from './service';

interface PutLogEventsInput {
  logGroupName: string;
  logStreamName: string;
  logEvents: { timestamp: number; message: string }[];
}

interface FilterLogEventsInput {
  logGroupName: string;
  /** Epoch ms. */
  startTime?: number;
  /** A plain text; the pattern language of CloudWatch is not served. */
  filterPattern?: string;
  limit?: number;
}

const putLogEvents: JsonOperation<LogsService, PutLogEventsInput, Record<string, never>> = {
  action: 'logs:PutLogEvents',
  resource: ({ logGroupName, logStreamName }, logs, { region }) =>
    `${logs.arnOf(region, logGroupName)}:log-stream:${logStreamName}`,
  run({ logGroupName, logStreamName, logEvents }, logs, { region }) {
    for (const { timestamp, message } of logEvents) {
      logs.put(region, logGroupName, { timestamp, stream: logStreamName, message });
    }
    return {};
  },
};

/** Page size of FilterLogEvents (CloudWatch Logs API reference: at most, and by default, 10,000). */
const MAX_FILTERED = 10_000;

const filterLogEvents: JsonOperation<LogsService, FilterLogEventsInput, { events: unknown[] }> = {
  action: 'logs:FilterLogEvents',
  resource: ({ logGroupName }, logs, { region }) => logs.arnOf(region, logGroupName),
  run({ logGroupName, startTime, filterPattern, limit = MAX_FILTERED }, logs, { region }) {
    const group = logs.find(region, logGroupName);
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    const events = group.find({ since: startTime, text: filterPattern, limit });
    return {
      events: events.map(({ timestamp, stream, message }) => ({ timestamp, logStreamName: stream, message })),
    };
  },
};

/** Operations of CloudWatch Logs that are served. */
export const logsOperations: JsonOperations<LogsService> = {
  PutLogEvents: putLogEvents,
  FilterLogEvents: filterLogEvents,
};
