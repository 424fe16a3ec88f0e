import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type QueueKind, queueNames } from '../../contracts/naming';
import { clientConfig } from '../shared/client-config';
import { queueUrlOf } from '../shared/queue-url';

/** Finds the SQS client of a region. */
type RegionalSqs = (region: string) => Pick<SQSClient, 'send'>;

/** One attempt, two seconds: a region that is away must not hold up the others. */
export function regionalSqs(requestTimeoutMs = 2000): RegionalSqs {
  return (region) => new SQSClient(clientConfig({ region, requestTimeoutMs, maxAttempts: 1 }));
}

/**
 * A question for the number of messages that wait in a queue of a region. Clients and queue URLs are kept.
 * The question rejects when the region does not answer.
 */
export function queueBacklogs(
  name: string,
  sqs = regionalSqs(),
): (region: string, queue: QueueKind) => Promise<number> {
  const clients = new Map<string, ReturnType<RegionalSqs>>();
  const urls = new Map<string, string>();
  return async (region, queue) => {
    const client = clients.get(region) ?? sqs(region);
    clients.set(region, client);
    const place = `${region}/${queue}`;
    const url = urls.get(place) ?? (await queueUrlOf(client, queueNames(name, queue).queue));
    urls.set(place, url);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  };
}
