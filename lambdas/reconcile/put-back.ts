import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CaptureReference } from '../../contracts/capture';
import { notificationOf } from '../../contracts/notification';
import { InfrastructureError } from '../shared/infrastructure-error';
import { inGroups } from './in-groups';

/** The capture queue of a region. */
export interface QueueTarget {
  client: Pick<SQSClient, 'send'>;
  queueUrl: string;
}

/** Messages in one call (SQS API reference, SendMessageBatch). */
const MAX_BATCH = 10;

/** Calls at the same time: a page of 1,000 captures takes ten round trips. */
const BATCHES_AT_ONCE = 10;

/**
 * Sends captures to the capture queue. It may have sent some of them when it fails, which is harmless.
 * @throws InfrastructureError when SQS refuses a message twice
 */
export async function putBack(captures: readonly CaptureReference[], queue: QueueTarget): Promise<void> {
  for (const batches of inGroups(inGroups(captures, MAX_BATCH), BATCHES_AT_ONCE)) {
    await Promise.all(batches.map((batch) => sendTwice(batch, queue)));
  }
}

async function sendTwice(batch: CaptureReference[], queue: QueueTarget): Promise<void> {
  const refused = await send(batch, queue);
  if (refused.length === 0) return;
  const again = await send(
    refused.map(({ capture }) => capture),
    queue,
  );
  const [first] = again;
  if (first) {
    throw new InfrastructureError(
      `${again.length} messages were refused twice, that of ${first.capture.id} with ${first.code}`,
    );
  }
}

interface Refusal {
  capture: CaptureReference;
  code: string;
}

async function send(captures: CaptureReference[], { client, queueUrl }: QueueTarget): Promise<Refusal[]> {
  const { Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: captures.map((capture, index) => ({
        Id: String(index),
        MessageBody: notificationOf(capture, 'pillarbox:reconcile'),
      })),
    }),
  );
  return Failed.flatMap(({ Id, Code = 'Unknown' }) =>
    captures.slice(Number(Id), Number(Id) + 1).map((capture) => ({ capture, code: Code })),
  );
}
