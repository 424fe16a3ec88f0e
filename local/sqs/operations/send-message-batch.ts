import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { type BatchEntry, type BatchOutput, runBatch } from '../batch';
import { checkMessage, type SendInput } from '../message-checks';
import { messageBytes } from '../message-size';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import { type SendOutput, sendOutput } from '../send-output';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  Entries: (SendInput & BatchEntry)[];
}

/** All messages of a batch together, bytes. Source: SQS API reference, SendMessageBatch. */
const MAX_BATCH_BYTES = 1_048_576;

export const sendMessageBatch: JsonOperation<SqsService, Input, BatchOutput<SendOutput & BatchEntry>> = {
  action: 'sqs:SendMessage',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    checkBatchSize(input.Entries ?? []);
    return runBatch(input.Entries, (entry) => {
      const content = checkMessage(entry, queue, context.caller.principal);
      return sendOutput(entry, queue.send(content, entry.DelaySeconds));
    });
  },
};

function checkBatchSize(entries: SendInput[]): void {
  const bytes = entries.reduce(
    (sum, { MessageBody, MessageAttributes }) =>
      sum + messageBytes({ body: MessageBody ?? '', attributes: MessageAttributes ?? {} }),
    0,
  );
  if (bytes > MAX_BATCH_BYTES) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
}
