import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { captureKey, channelPrefix, parseCaptureId, parseCaptureKey } from '../contracts/capture';
import { captureBucketName, recordsTableName } from '../contracts/naming';
import type { CaptureRecord } from '../contracts/record';
import { ofResource } from './missing-resource';
import { clientConfig, type Target } from './target';

/** A capture that has no record yet. */
export interface WaitingCapture {
  id: string;
  status: 'CAPTURED';
  region: string;
  channel: string;
  principal: string;
  key: string;
}

/** Pages of 1,000 keys that a search looks through when nobody names the principal. */
export const MAX_PAGES = 10;

/** A reader of captures' records by id, consistently, from the central region. */
export function recordReader(target: Target): (id: string) => Promise<CaptureRecord | undefined> {
  const { name, central } = target.settings;
  const table = recordsTableName(name);
  const dynamodb = new DynamoDBClient(clientConfig(target, central.region));
  return async (id) => {
    const get = new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await ofResource(`table ${table}`, dynamodb.send(get));
    return Item && (unmarshall(Item) as CaptureRecord);
  };
}

/** A capture's record, read consistently from the central region. */
export function findRecord(target: Target, id: string): Promise<CaptureRecord | undefined> {
  return recordReader(target)(id);
}

/**
 * The object of a capture that has no record yet. With the principal this is one question, or of a role's sessions
 * a search; without it the keys of the channel are searched, at most {@link MAX_PAGES} pages of them.
 */
export async function findObject(
  target: Target,
  id: string,
  principal?: string,
): Promise<WaitingCapture | undefined> {
  const { region, channel, requestId } = parseCaptureId(id);
  const bucket = await captureBucket(target, region);
  const s3 = regionalS3(target, region);
  const prefix = channelPrefix(channel);
  const key = principal
    ? ((await existing(target, { region, bucket, key: captureKey({ channel, principal, requestId }) })) ??
      // A role's sessions stand behind a colon.
      (await search(s3, bucket, `${prefix}${principal}:`, requestId)))
    : await search(s3, bucket, prefix, requestId);
  return key === undefined
    ? undefined
    : { id, status: 'CAPTURED', region, channel, principal: parseCaptureKey(key).principal, key };
}

/** Name of the capture bucket of an ingest region; the account is the caller's. */
export async function captureBucket(target: Target, region: string): Promise<string> {
  const sts = new STSClient(clientConfig(target, region));
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  return captureBucketName(target.settings.name, Account ?? '', region);
}

/** Where an object lies. */
export interface ObjectPlace {
  region: string;
  bucket: string;
  key: string;
}

/** An object's size in bytes and its ETag without quotation marks, or undefined when it is gone. */
export async function headObject(
  target: Target,
  { region, bucket, key }: ObjectPlace,
): Promise<{ size: number; eTag: string } | undefined> {
  try {
    const { ContentLength = 0, ETag = '' } = await regionalS3(target, region).send(
      new HeadObjectCommand({ Bucket: bucket, Key: key }),
    );
    return { size: ContentLength, eTag: ETag.replaceAll('"', '') };
  } catch (error) {
    // HEAD has no body, hence no error code: the SDK names it after the status.
    if ((error as Error).name === 'NotFound') return undefined;
    throw error;
  }
}

async function existing(target: Target, place: ObjectPlace): Promise<string | undefined> {
  return (await headObject(target, place)) && place.key;
}

function regionalS3(target: Target, region: string): S3Client {
  return new S3Client({ ...clientConfig(target, region), forcePathStyle: target.endpoint !== undefined });
}

async function search(
  s3: S3Client,
  bucket: string,
  prefix: string,
  requestId: string,
): Promise<string | undefined> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Contents = [], NextContinuationToken } = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ContinuationToken: token,
      }),
    );
    const found = Contents.find(({ Key }) => Key?.endsWith(`/${requestId}`));
    if (found || !NextContinuationToken) return found?.Key;
    token = NextContinuationToken;
  }
  return undefined;
}
