import { AwsError } from '../core/aws-error';
import type { Message } from './message';

/** What a receipt handle says: which receive of which message. */
export interface Receipt {
  messageId: string;
  receipt: number;
}

/** A handle for the latest receive of a message. Opaque to clients, as on AWS. */
export function receiptHandle(queueArn: string, message: Message): string {
  return Buffer.from(`${queueArn} ${message.id} ${message.receipt}`).toString('base64');
}

/** The parts of a handle. @throws AwsError `ReceiptHandleIsInvalid` for one that this queue never gave out */
export function parseReceiptHandle(queueArn: string, handle: string): Receipt {
  const [arn, messageId, receipt, ...rest] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  const given = Number(receipt);
  if (arn !== queueArn || !messageId || !Number.isSafeInteger(given) || given < 1 || rest.length > 0) {
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  return { messageId, receipt: given };
}
