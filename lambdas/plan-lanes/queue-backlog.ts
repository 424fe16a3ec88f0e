import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { captureQueueName } from '../../contracts/naming';
import { clientConfig } from '../shared/client-config';
import { queueUrlOf } from '../shared/queue-url';

/** Finds the SQS client of a region. */
type RegionalSqs = (region: string) => Pick<SQSClient, 'send'>;

/** One attempt, two seconds: a region that is away must not hold up the others. */
export function regionalSqs(requestTimeoutMs = 2000): RegionalSqs {
  return (region) => new SQSClient(clientConfig({ region, requestTimeoutMs, maxAttempts: 1 }));
}

/**
 * A question for the number of messages that wait in a region's capture queue. Clients and queue URLs are kept.
 * The question rejects when the region does not answer.
 */
export function queueBacklogs(name: string, sqs = regionalSqs()): (region: string) => Promise<number> {
  const clients = new Map<string, ReturnType<RegionalSqs>>();
  const urls = new Map<string, string>();
  return async (region) => {
    const client = clients.get(region) ?? sqs(region);
    clients.set(region, client);
    const url = urls.get(region) ?? (await queueUrlOf(client, captureQueueName(name)));
    urls.set(region, url);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  };
}
