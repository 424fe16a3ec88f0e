import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** URL of a queue of this account, by its name. */
export async function queueUrlOf(client: Pick<SQSClient, 'send'>, queueName: string): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queueName }));
  if (!QueueUrl) throw new Error(`no URL for queue ${queueName}`);
  return QueueUrl;
}
