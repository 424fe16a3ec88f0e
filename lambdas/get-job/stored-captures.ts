import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
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

/** Reads captured objects of all regions. Without them S3 answers 404, since their reader may list the buckets. */
export function storedCaptures(name: string) {
  const clients = new Map<string, S3Client>();
  const clientOf = (region: string) => {
    const client = clients.get(region) ?? connect(region);
    clients.set(region, client);
    return client;
  };
  return async (
    region: string,
    { accountId, key, withBody }: { accountId: string; key: string; withBody: boolean },
  ): Promise<StoredCapture | undefined> => {
    const object = { Bucket: captureBucketName(name, accountId, region), Key: key };
    try {
      return withBody ? await readBody(clientOf(region), object) : await readHead(clientOf(region), object);
    } catch (thrown) {
      if (ABSENT.some((name) => isNamed(thrown, name))) return undefined;
      throw thrown;
    }
  };
}

const connect = (region: string) =>
  new S3Client({
    ...clientConfig({ region, requestTimeoutMs: REQUEST_TIMEOUT_MS, maxAttempts: 2 }),
    forcePathStyle: hasOwnEndpoint(),
  });

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
