import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { METADATA } from '../../contracts/capture';
import type { ProcessingInput } from '../../contracts/processing';
import { isNamed } from '../shared/infrastructure-error';
import type { RegionalS3 } from '../shared/regional-s3';
import type { ConnectionAddress } from './connections';

/** A stored message: the client's text, and where it waits for its answer. */
export interface StoredMessage {
  text: string;
  address: ConnectionAddress;
}

/** Reads a message from its region; undefined when it is gone, or nobody wrote where it came from. */
export async function readMessage(
  { region, bucket, key }: ProcessingInput,
  s3: RegionalS3,
): Promise<StoredMessage | undefined> {
  try {
    const { Body, Metadata = {} } = await s3(region).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const {
      [METADATA.connectionId]: connectionId,
      [METADATA.apiId]: apiId,
      [METADATA.stage]: stage,
    } = Metadata;
    // Under Node the SDK answers with a stream of Node's.
    const message = await text(Body as Readable);
    if (!connectionId || !apiId || !stage) return undefined;
    return { text: message, address: { region, apiId, stage, connectionId } };
  } catch (thrown) {
    if (isNamed(thrown, 'NoSuchKey')) return undefined;
    throw thrown;
  }
}
