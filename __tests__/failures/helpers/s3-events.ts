import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { captureKey, parseCaptureId } from '../../../contracts/capture';
import { captureBucketName } from '../../../contracts/naming';
import type { Deployment } from '../../e2e/helpers/deployment';

/** One record of an S3 event. */
export interface EventRecord {
  eventTime: string;
  s3: { bucket: { name: string }; object: { key: string; size: number; eTag: string; sequencer: string } };
  [member: string]: unknown;
}

export const bucketOf = (region: string) => captureBucketName('e2e', '000000000000', region);

/** Where the object of a capture lies. */
export function locationOf(id: string, principal = 'local') {
  const { region, channel, requestId } = parseCaptureId(id);
  return { region, Bucket: bucketOf(region), Key: captureKey({ channel, principal, requestId }) };
}

/** As S3 writes keys in events: form-encoded, slashes as they are. */
export const formEncoded = (key: string) =>
  new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');

/** The record of an event about an object that is there, as S3 would send it once more. */
export async function eventRecord(
  deployment: Deployment,
  { region, Bucket, Key }: ReturnType<typeof locationOf>,
  sequence = 1,
): Promise<EventRecord> {
  const head = await deployment.s3(region).send(new HeadObjectCommand({ Bucket, Key }));
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(1_700_000_000_000 + sequence).toISOString(),
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: Bucket },
      object: {
        key: formEncoded(Key),
        size: head.ContentLength ?? 0,
        eTag: (head.ETag ?? '').replaceAll('"', ''),
        sequencer: sequence.toString(16).padStart(18, '0'),
      },
    },
  };
}

/** Sends one event with these records to the capture queue of a region. */
export function sendEvent(deployment: Deployment, region: string, ...Records: EventRecord[]): Promise<void> {
  return sendMessage(deployment, region, JSON.stringify({ Records }));
}

/** Sends anything to the capture queue of a region. */
export async function sendMessage(deployment: Deployment, region: string, body: string): Promise<void> {
  const QueueUrl = await deployment.queueUrl(region, 'capture');
  await deployment.sqs(region).send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
}

/** Delivers a capture so many times more. */
export async function deliverAgain(deployment: Deployment, id: string, times = 1): Promise<void> {
  const location = locationOf(id);
  const record = await eventRecord(deployment, location);
  for (let n = 0; n < times; n += 1) await sendEvent(deployment, location.region, record);
}
