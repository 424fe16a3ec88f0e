import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { captureQueueName } from '../../contracts/naming';
import { clientConfig, hasOwnEndpoint } from '../shared/client-config';
import { queueUrlOf } from '../shared/queue-url';
import type { QueueTarget } from './put-back';

/** A list of 1,000 keys, or a batch of messages, from across the world. */
const REQUEST_TIMEOUT_MS = 5000;

/** The bucket's and the queue's side of one region. */
export interface RegionalClients {
  s3: Pick<S3Client, 'send'>;
  /** The capture queue; its URL is asked for when something is first put back. */
  queue: () => Promise<QueueTarget>;
}

/** Clients of a region, made when it is first asked for and kept, as is the queue's URL. */
export function regionalClients(name: string): (region: string) => RegionalClients {
  const known = new Map<string, RegionalClients>();
  return (region) => {
    const clients = known.get(region) ?? connect(region, name);
    known.set(region, clients);
    return clients;
  };
}

function connect(region: string, name: string): RegionalClients {
  const config = () => clientConfig({ region, requestTimeoutMs: REQUEST_TIMEOUT_MS });
  const client = new SQSClient(config());
  let queueUrl: string | undefined;
  return {
    s3: new S3Client({ ...config(), forcePathStyle: hasOwnEndpoint() }),
    queue: async () => {
      queueUrl ??= await queueUrlOf(client, captureQueueName(name));
      return { client, queueUrl };
    },
  };
}
