import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import type { MoveTask } from '../move-task';
import { checkRange, missingParameter } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input {
  SourceArn: string;
  MaxResults?: number;
}

interface Entry {
  /** Given while the task runs only. */
  TaskHandle?: string;
  Status: string;
  SourceArn: string;
  DestinationArn?: string;
  MaxNumberOfMessagesPerSecond?: number;
  ApproximateNumberOfMessagesMoved: number;
  ApproximateNumberOfMessagesToMove: number;
  FailureReason?: string;
  /** Epoch ms. */
  StartedTimestamp: number;
}

export const listMessageMoveTasks: JsonOperation<SqsService, Input, { Results: Entry[] }> = {
  action: 'sqs:ListMessageMoveTasks',
  resource: ({ SourceArn }) => {
    if (!SourceArn) {
      throw missingParameter('SourceArn');
    }
    return SourceArn;
  },
  run: ({ SourceArn, MaxResults }, sqs) => {
    checkRange('MaxResults', MaxResults, 1, 10);
    if (!sqs.queueOf(SourceArn)) {
      const message = "The resource that you specified for the SourceArn parameter doesn't exist.";
      throw new AwsError('ResourceNotFoundException', message, 404);
    }
    return {
      Results: sqs.moveTasks
        .of(SourceArn)
        .slice(0, MaxResults ?? 1)
        .map(entryOf),
    };
  },
};

function entryOf(task: MoveTask): Entry {
  return {
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.props.source.arn,
    DestinationArn: task.props.destinationArn,
    MaxNumberOfMessagesPerSecond: task.props.messagesPerSecond,
    ApproximateNumberOfMessagesMoved: task.messagesMoved,
    ApproximateNumberOfMessagesToMove: task.messagesToMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}
