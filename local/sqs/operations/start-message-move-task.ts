import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { checkRange, invalidParameter, missingParameter } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input {
  SourceArn: string;
  DestinationArn?: string;
  MaxNumberOfMessagesPerSecond?: number;
}

export const startMessageMoveTask: JsonOperation<SqsService, Input, { TaskHandle: string }> = {
  action: 'sqs:StartMessageMoveTask',
  resource: ({ SourceArn }) => {
    if (!SourceArn) {
      throw missingParameter('SourceArn');
    }
    return SourceArn;
  },
  run: ({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }, sqs) => {
    checkRange('MaxNumberOfMessagesPerSecond', MaxNumberOfMessagesPerSecond, 1, 500);
    const source = sqs.queueOf(SourceArn);
    if (!source) {
      throw noSuchQueue('SourceArn');
    }
    if (DestinationArn !== undefined && !sqs.queueOf(DestinationArn)) {
      throw noSuchQueue('DestinationArn');
    }
    if (sqs.sourcesOf(source).length === 0) {
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    }
    const task = sqs.moveTasks.start({
      source,
      destinationArn: DestinationArn,
      messagesPerSecond: MaxNumberOfMessagesPerSecond,
      queueOf: (arn) => sqs.queueOf(arn),
      now: () => sqs.now(),
    });
    return { TaskHandle: task.handle };
  },
};

function noSuchQueue(parameter: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new AwsError('ResourceNotFoundException', message, 404);
}
