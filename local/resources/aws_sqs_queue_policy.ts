import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { policyFault } from './policy-document';
import { requireQueueByUrl } from './require-queue';

/** `aws_sqs_queue_policy`: kept with the queue. */
export const awsSqsQueuePolicy: ResourceType<Services> = {
  type: 'aws_sqs_queue_policy',
  attributes: {
    queue_url: 'served',
    policy: { checked: 'is an IAM policy document', check: policyFault },
  },
  create({ region, attributes }, { sqs }) {
    requireQueueByUrl(sqs, region, attributes.queue_url).policy = String(attributes.policy);
    return { id: attributes.queue_url };
  },
};
