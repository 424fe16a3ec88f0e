import { createHash } from 'node:crypto';
import { md5OfAttributes } from './attributes-md5';
import type { SendInput } from './message-checks';
import type { SentMessage } from './queue';

/** What a sender is told about an accepted message. */
export interface SendOutput {
  MessageId: string;
  MD5OfMessageBody: string;
  MD5OfMessageAttributes?: string;
  MD5OfMessageSystemAttributes?: string;
  SequenceNumber?: string;
}

/** The digests are those of what was sent, also for a duplicate that was dropped. */
export function sendOutput(input: SendInput, { messageId, sequenceNumber }: SentMessage): SendOutput {
  return {
    MessageId: messageId,
    MD5OfMessageBody: createHash('md5').update(input.MessageBody).digest('hex'),
    MD5OfMessageAttributes: md5OfAttributes(input.MessageAttributes ?? {}),
    MD5OfMessageSystemAttributes: md5OfAttributes(input.MessageSystemAttributes ?? {}),
    SequenceNumber: sequenceNumber,
  };
}
