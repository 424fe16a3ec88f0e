import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { captureBucketName } from '../contracts/naming';
import type { StoredObject } from './end-state';
import { inParallel } from './in-parallel';
import { type AuditTarget, clientsOf, PARALLEL } from './target';

/** Every captured object of every ingest region, downloaded: a list says nothing of bytes and metadata. */
export async function readObjects(target: AuditTarget, pageSize: number): Promise<StoredObject[]> {
  const perRegion: StoredObject[][] = [];
  for (const { region } of target.ingest) {
    const client = clientsOf(target, region).s3();
    const bucket = captureBucketName(target.name, target.accountId, region);
    try {
      const keys = await listKeys(client, bucket, pageSize);
      perRegion.push(await inParallel(keys, PARALLEL, (key) => readObject(client, { region, bucket, key })));
    } finally {
      client.destroy();
    }
  }
  return perRegion.flat();
}

async function listKeys(client: S3Client, Bucket: string, pageSize: number): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client, pageSize }, { Bucket })) {
    keys.push(...Contents.map(({ Key = '' }) => Key));
  }
  return keys;
}

async function readObject(
  client: S3Client,
  where: Pick<StoredObject, 'region' | 'bucket' | 'key'>,
): Promise<StoredObject> {
  const { Body, ETag, ContentType, Metadata } = await client.send(
    new GetObjectCommand({ Bucket: where.bucket, Key: where.key }),
  );
  const hash = createHash('sha256');
  let size = 0;
  // Under Node the SDK answers with a stream of Node's.
  for await (const chunk of Body as Readable) {
    size += (chunk as Buffer).length;
    hash.update(chunk as Buffer);
  }
  return {
    ...where,
    size,
    eTag: (ETag ?? '').replaceAll('"', ''),
    sha256: hash.digest('hex'),
    contentType: ContentType,
    metadata: Metadata ?? {},
  };
}
