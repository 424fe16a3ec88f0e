import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ofResource } from '../missing-resource';
import { clientConfig, type Target } from '../target';

/** An SQS queue of a region, and a client for it. */
export interface Queue {
  sqs: SQSClient;
  url: string;
}

/** How many messages a queue holds, by SQS's approximate count, and its ARN. */
export interface QueueState {
  arn: string;
  visible: number;
  /** Received by somebody and not yet deleted, or delayed. */
  hidden: number;
}

/** Finds a queue by its name. */
export async function openQueue(target: Target, region: string, queueName: string): Promise<Queue> {
  const sqs = new SQSClient(clientConfig(target, region));
  const { QueueUrl } = await ofResource(
    `queue ${queueName} in ${region}`,
    sqs.send(new GetQueueUrlCommand({ QueueName: queueName })),
  );
  if (!QueueUrl) throw new Error(`SQS gave no URL for queue ${queueName}`);
  return { sqs, url: QueueUrl };
}

/** The queue's ARN and approximate counts. */
export async function queueState({ sqs, url }: Queue): Promise<QueueState> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'QueueArn',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  const { QueueArn, ApproximateNumberOfMessages, ...others } = Attributes;
  if (!QueueArn) throw new Error(`SQS gave no ARN for queue ${url}`);
  const { ApproximateNumberOfMessagesNotVisible, ApproximateNumberOfMessagesDelayed } = others;
  return {
    arn: QueueArn,
    visible: Number(ApproximateNumberOfMessages ?? 0),
    hidden:
      Number(ApproximateNumberOfMessagesNotVisible ?? 0) + Number(ApproximateNumberOfMessagesDelayed ?? 0),
  };
}
