import type { Queue } from './queue';
import { invalidParameter, missingParameter } from './queue-lookup';
import { parseReceiptHandle } from './receipt-handle';

/**
 * Deletes what a receipt handle stands for. A message that is gone already, or that was received again since, is left
 * alone without an error on a standard queue; a FIFO queue refuses a handle whose visibility timeout has passed.
 * Source: SQS API reference, DeleteMessage.
 */
export function deleteReceived(queue: Queue, handle: string): void {
  if (!handle) {
    throw missingParameter('ReceiptHandle');
  }
  const { messageId, receipt } = parseReceiptHandle(queue.arn, handle);
  const message = queue.find(messageId);
  if (!message) {
    return;
  }
  const current = message.receipt === receipt;
  if (queue.settings.fifo && !(current && message.state === 'inFlight')) {
    throw invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  }
  if (current) {
    queue.delete(message);
  }
}
