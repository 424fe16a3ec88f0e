import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { CAPTURE_PREFIX } from '../../contracts/capture';

/** An object as a list names it. */
export interface ListedObject {
  key: string;
  /** Epoch ms. */
  lastModified: number;
  /** Bytes. */
  size: number;
  /** Without quotes, as S3's events have it. */
  eTag: string;
}

/** Up to 1,000 objects (S3 API reference, ListObjectsV2). */
export interface ObjectPage {
  objects: ListedObject[];
  /** The last key, when others follow. */
  next?: string;
}

/**
 * The objects of a bucket below the captures' prefix that follow a key, in the order of their keys. Not those of WebSocket messages: a
 * lane stores one only while it holds the message, which goes when the record has ended or a copy is in the error queue.
 */
export async function listPage(
  client: Pick<S3Client, 'send'>,
  bucket: string,
  after?: string,
): Promise<ObjectPage> {
  const { Contents = [], IsTruncated } = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: CAPTURE_PREFIX,
      StartAfter: after,
      // Otherwise one key with a character that XML does not know would make the list unreadable.
      EncodingType: 'url',
    }),
  );
  const objects = Contents.map(({ Key = '', LastModified, Size = 0, ETag = '' }) => ({
    key: decodeURIComponent(Key.replaceAll('+', ' ')),
    lastModified: LastModified?.getTime() ?? 0,
    size: Size,
    eTag: ETag.replaceAll('"', ''),
  }));
  const next = IsTruncated ? objects.at(-1)?.key : undefined;
  return { objects, ...(next === undefined ? {} : { next }) };
}
