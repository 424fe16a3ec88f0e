import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { JSON_TEXT } from './checks';
import { requireQueueByUrl } from './require-queue';

/** `aws_sqs_queue_redrive_allow_policy`: which queues may have this one as their dead-letter queue. */
export const awsSqsQueueRedriveAllowPolicy: ResourceType<Services> = {
  type: 'aws_sqs_queue_redrive_allow_policy',
  attributes: {
    queue_url: 'served',
    redrive_allow_policy: JSON_TEXT,
  },
  create({ region, attributes }, { sqs }) {
    const queue = requireQueueByUrl(sqs, region, attributes.queue_url);
    queue.redriveAllowPolicy = String(attributes.redrive_allow_policy);
    const { redrivePermission, sourceQueueArns } = JSON.parse(queue.redriveAllowPolicy);
    const refused = sqs
      .sourcesOf(queue)
      .find(
        ({ arn }) =>
          redrivePermission === 'denyAll' ||
          (redrivePermission === 'byQueue' && !sourceQueueArns.includes(arn)),
      );
    if (refused) {
      throw new Error(
        `redrive_allow_policy: does not allow ${refused.arn}, which names this queue in its redrive policy`,
      );
    }
    return { id: attributes.queue_url };
  },
};
