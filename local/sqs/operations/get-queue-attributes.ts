import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { queueAttributes } from '../queue-attributes';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  AttributeNames?: string[];
}

interface Output {
  Attributes?: Record<string, string>;
}

/** Names that SQS knows though this queue need not have them. Source: SQS service model, `QueueAttributeName`. */
const OTHER_NAMES = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
]);

export const getQueueAttributes: JsonOperation<SqsService, Input, Output> = {
  action: 'sqs:GetQueueAttributes',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const all = queueAttributes(findQueue(input, sqs, context));
    const names = input.AttributeNames ?? [];
    if (names.includes('All')) {
      return { Attributes: all };
    }
    const unknown = names.find((name) => !(name in all || OTHER_NAMES.has(name)));
    if (unknown !== undefined) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    }
    const entries = Object.entries(all).filter(([name]) => names.includes(name));
    return entries.length > 0 ? { Attributes: Object.fromEntries(entries) } : {};
  },
};
