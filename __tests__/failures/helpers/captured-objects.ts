import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Deployment } from '../../e2e/helpers/deployment';
import { type EventRecord, eventRecord, locationOf } from './s3-events';

/** Keeps back what S3 itself sends, until the fault is removed; returns its id. */
export const holdNotifications = (deployment: Deployment): Promise<string> =>
  deployment.fault({ action: 'sqs:SendMessage', principal: 's3.amazonaws.com', effect: { hold: true } });

/** Captures that S3 has not told anybody about (see {@link holdNotifications}), and the records of their events. */
export async function untold(
  deployment: Deployment,
  region: string,
  ...payloads: string[]
): Promise<{ id: string; record: EventRecord }[]> {
  const captures: { id: string; record: EventRecord }[] = [];
  for (const payload of payloads) {
    const id = await deployment.capture(region, payload);
    captures.push({ id, record: await eventRecord(deployment, locationOf(id), captures.length + 1) });
  }
  return captures;
}

/** What an object is to be like. */
export interface ObjectOptions {
  /** @default one of its own */
  requestId?: string;
  /** In its key. @default 'local' */
  principal?: string;
  /** @default '{}' */
  body?: string;
  /** What differs from the metadata that the gateway would write. */
  metadata?: Record<string, string>;
}

/** Puts an object as the gateway does: a capture that no client was told about. */
export async function putObject(
  deployment: Deployment,
  region: string,
  { requestId = randomUUID(), principal = 'local', body = '{}', metadata = {} }: ObjectOptions = {},
): Promise<{ id: string; location: ReturnType<typeof locationOf> }> {
  const id = `${region}.publish.${requestId}`;
  const location = locationOf(id, principal);
  const { Bucket, Key } = location;
  const Metadata = { channel: 'publish', principal, 'received-at': '1700000000000', ...metadata };
  await deployment.s3(region).send(new PutObjectCommand({ Bucket, Key, Body: body, Metadata }));
  return { id, location };
}
