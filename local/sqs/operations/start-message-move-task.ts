import { AwsError } from '../../core/aws-error';
import type { JsonOperation, OperationContext } from '../../protocol/json-operation';
import { checkRange, invalidParameter, missingParameter } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input {
  SourceArn: string;
  DestinationArn?: string;
  MaxNumberOfMessagesPerSecond?: number;
}

/**
 * What the caller must also be allowed to do with the queue that is emptied, and with the one that is filled (SQS Developer
 * Guide, "Configuring queue permissions for dead-letter queue redrive").
 */
const ON_SOURCE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const ON_DESTINATION = ['sqs:SendMessage'];

export const startMessageMoveTask: JsonOperation<SqsService, Input, { TaskHandle: string }> = {
  action: 'sqs:StartMessageMoveTask',
  resource: ({ SourceArn }) => {
    if (!SourceArn) {
      throw missingParameter('SourceArn');
    }
    return SourceArn;
  },
  run: async ({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }, sqs, context) => {
    checkRange('MaxNumberOfMessagesPerSecond', MaxNumberOfMessagesPerSecond, 1, 500);
    await requireActions(sqs, context, SourceArn, ON_SOURCE);
    const source = sqs.queueOf(SourceArn);
    if (!source) {
      throw noSuchQueue('SourceArn');
    }
    const origins = sqs.sourcesOf(source).map(({ arn }) => arn);
    if (origins.length === 0) {
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    }
    for (const arn of DestinationArn === undefined ? origins : [DestinationArn]) {
      await requireActions(sqs, context, arn, ON_DESTINATION);
    }
    if (DestinationArn !== undefined && !sqs.queueOf(DestinationArn)) {
      throw noSuchQueue('DestinationArn');
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

async function requireActions(
  { cloud }: SqsService,
  { region, caller, signal }: OperationContext,
  resource: string,
  actions: string[],
): Promise<void> {
  for (const action of actions) {
    await cloud.gate.run({ region, service: 'sqs', action, resource, caller, signal }, () => undefined);
  }
}

function noSuchQueue(parameter: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new AwsError('ResourceNotFoundException', message, 404);
}
