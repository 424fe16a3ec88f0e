import type { JsonOperation } from '../../protocol/json-operation';
import { missingParameter, requireQueue } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input {
  QueueName: string;
  QueueOwnerAWSAccountId?: string;
}

export const getQueueUrl: JsonOperation<SqsService, Input, { QueueUrl: string }> = {
  action: 'sqs:GetQueueUrl',
  resource: ({ QueueName, QueueOwnerAWSAccountId }, sqs, { region }) => {
    if (!QueueName) {
      throw missingParameter('QueueName');
    }
    return sqs.queueArn(region, QueueName, QueueOwnerAWSAccountId);
  },
  run: (input, sqs, context) => {
    const queue = requireQueue(sqs.queueOf(getQueueUrl.resource(input, sqs, context)));
    return { QueueUrl: sqs.queueUrl(queue) };
  },
};
