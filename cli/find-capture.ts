import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { CAPTURE_PREFIX, captureKey, parseCaptureId, parseCaptureKey } from '../contracts/capture';
import { captureBucketName, recordsTableName } from '../contracts/naming';
import type { CaptureRecord } from '../contracts/record';
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

/** A capture's record, read consistently from the central region. */
export async function findRecord(target: Target, id: string): Promise<CaptureRecord | undefined> {
  const { name, central } = target.settings;
  const dynamodb = new DynamoDBClient(clientConfig(target, central.region));
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: recordsTableName(name), Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as CaptureRecord);
}

/**
 * The object of a capture that has no record yet. With the principal this is one question; without it the keys of the
 * channel are searched, at most {@link MAX_PAGES} pages of them.
 */
export async function findObject(
  target: Target,
  id: string,
  principal?: string,
): Promise<WaitingCapture | undefined> {
  const { region, channel, requestId } = parseCaptureId(id);
  const s3 = new S3Client({ ...clientConfig(target, region), forcePathStyle: target.endpoint !== undefined });
  const sts = new STSClient(clientConfig(target, region));
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const bucket = captureBucketName(target.settings.name, Account ?? '', region);
  const key = principal
    ? await existing(s3, bucket, captureKey({ channel, principal, requestId }))
    : await search(s3, bucket, channel, requestId);
  return key === undefined
    ? undefined
    : { id, status: 'CAPTURED', region, channel, principal: parseCaptureKey(key).principal, key };
}

async function existing(s3: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return key;
  } catch (error) {
    // HEAD has no body, hence no error code: the SDK names it after the status.
    if ((error as Error).name === 'NotFound') return undefined;
    throw error;
  }
}

async function search(
  s3: S3Client,
  bucket: string,
  channel: string,
  requestId: string,
): Promise<string | undefined> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Contents = [], NextContinuationToken } = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `${CAPTURE_PREFIX}${channel}/`,
        ContinuationToken: token,
      }),
    );
    const found = Contents.find(({ Key }) => Key?.endsWith(`/${requestId}`));
    if (found || !NextContinuationToken) return found?.Key;
    token = NextContinuationToken;
  }
  return undefined;
}
