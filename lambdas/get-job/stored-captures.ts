import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { METADATA } from '../../contracts/capture';
import { captureBucketName } from '../../contracts/naming';
import { clientConfig, hasOwnEndpoint } from '../shared/client-config';
import { isNamed } from '../shared/infrastructure-error';

/** A captured object, as far as its state is told. */
export interface StoredCapture {
  /** Epoch ms. */
  receivedAt?: number;
  /** The body, when it was asked for and is JSON of at most 100 KB. */
  parameters?: unknown;
}

/** Longest parameters that are shown, bytes: as long as a result may be. */
const MAX_PARAMETERS_BYTES = 100 * 1024;

/** Two tries of two seconds: API Gateway waits for 29, a person for less. */
const REQUEST_TIMEOUT_MS = 2000;

/** Errors by which S3 says that there is none: HeadObject has no body to tell more, and a region may have no bucket of ours. */
const ABSENT = ['NotFound', 'NoSuchKey', 'NoSuchBucket'];

/**
 * Reads captured objects of all regions. Without them S3 answers 404, since their reader may list the buckets. A region is
 * asked, and its client kept, only when S3 of the function's own region knows of a bucket of ours there: anybody can write any
 * region into an id, and one that does not exist would never answer.
 */
export function storedCaptures(name: string) {
  const here = connect();
  const clients = new Map<string, S3Client>();
  return async (
    region: string,
    { accountId, key, withBody }: { accountId: string; key: string; withBody: boolean },
  ): Promise<StoredCapture | undefined> => {
    const object = { Bucket: captureBucketName(name, accountId, region), Key: key };
    if (!clients.has(region) && !(await exists(object.Bucket, here))) return undefined;
    const client = clients.get(region) ?? connect(region);
    clients.set(region, client);
    try {
      return await (withBody ? readBody : readHead)(client, object);
    } catch (thrown) {
      if (ABSENT.some((name) => isNamed(thrown, name))) return undefined;
      throw thrown;
    }
  };
}

/** @param region of the buckets. @default the function's own */
const connect = (region?: string) =>
  new S3Client({
    ...clientConfig({ region, requestTimeoutMs: REQUEST_TIMEOUT_MS, maxAttempts: 2 }),
    forcePathStyle: hasOwnEndpoint(),
  });

/**
 * Whether there is such a bucket, in whatever region. S3 of any region tells: 404 says that there is none, every other answer
 * but trouble that there is one, which lies elsewhere or may not be looked at (S3 API reference, GetBucketLocation and HeadBucket).
 */
async function exists(Bucket: string, client: S3Client): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (thrown) {
    const { httpStatusCode = 0 } = (thrown as S3ServiceException).$metadata ?? {};
    if (httpStatusCode === 404) return false;
    if (httpStatusCode >= 300 && httpStatusCode < 500) return true;
    throw thrown;
  }
}

type ObjectKey = { Bucket: string; Key: string };

async function readHead(client: S3Client, object: ObjectKey): Promise<StoredCapture> {
  const { Metadata = {} } = await client.send(new HeadObjectCommand(object));
  return { receivedAt: receivedAt(Metadata) };
}

async function readBody(client: S3Client, object: ObjectKey): Promise<StoredCapture> {
  const { Metadata = {}, ContentLength = 0, Body } = await client.send(new GetObjectCommand(object));
  if (ContentLength > MAX_PARAMETERS_BYTES) {
    // Under Node the SDK answers with a stream of Node's; an unread one would keep its connection.
    (Body as Readable | undefined)?.destroy();
    return { receivedAt: receivedAt(Metadata) };
  }
  return { receivedAt: receivedAt(Metadata), parameters: parse(await Body?.transformToString()) };
}

function receivedAt(metadata: Record<string, string>): number | undefined {
  return Number(metadata[METADATA.receivedAt]) || undefined;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
