import { AwsError } from '../core/aws-error';
import type { Queue } from './queue';
import { checkRange, invalidParameter, missingParameter } from './queue-lookup';
import { parseReceiptHandle } from './receipt-handle';

/**
 * Sets how long a received message stays hidden from now on; 0 makes it visible.
 *
 * @param timeoutSeconds 0–43,200
 * @throws AwsError `MessageNotInflight` for a message that is visible, `InvalidParameterValue` for one that is gone or
 *   was received again since
 */
export function changeVisibility(queue: Queue, handle: string, timeoutSeconds: number): void {
  if (!handle) {
    throw missingParameter('ReceiptHandle');
  }
  if (timeoutSeconds === undefined) {
    throw missingParameter('VisibilityTimeout');
  }
  checkRange('VisibilityTimeout', timeoutSeconds, 0, 43_200);
  const { messageId, receipt } = parseReceiptHandle(queue.arn, handle);
  const message = queue.find(messageId);
  if (message?.receipt !== receipt) {
    throw invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  }
  if (message.state !== 'inFlight') {
    throw new AwsError('MessageNotInflight', "The specified message isn't in flight.");
  }
  queue.changeVisibility(message, timeoutSeconds);
}
