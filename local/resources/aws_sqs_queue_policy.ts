import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { requireQueueByUrl } from './require-queue';
import { withPolicy } from './with-policy';

/** `aws_sqs_queue_policy`: who may not, or may besides, do what with the queue. */
export const awsSqsQueuePolicy: ResourceType<Services> = {
  type: 'aws_sqs_queue_policy',
  attributes: {
    queue_url: 'served',
    policy: 'served',
  },
  create({ region, attributes }, { iam, sqs }) {
    const queue = requireQueueByUrl(sqs, region, attributes.queue_url);
    queue.policy = String(attributes.policy);
    withPolicy('policy', () => iam.putResourcePolicy(queue.arn, String(attributes.policy)));
    return { id: attributes.queue_url };
  },
};
