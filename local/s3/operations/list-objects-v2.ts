import type { Bucket, StoredObject } from '../bucket';
import { invalidArgument } from '../errors';
import { type Listing, listKeys } from '../list-keys';
import { bucketOf, type S3Operation, xmlResponse } from '../s3-operation';
import { xmlDocument } from '../xml';

const MAX_KEYS = 1000;

export const listObjectsV2: S3Operation = {
  action: 's3:ListBucket',
  on: 'bucket',
  run: (request, s3) => {
    const { query } = request;
    const bucket = bucketOf(request, s3);
    const token = query.get('continuation-token');
    const maxKeys = parseMaxKeys(query.get('max-keys'));
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const after = token === null ? (query.get('start-after') ?? '') : decodeToken(token);
    const listing = listKeys(bucket.keys, { prefix, delimiter, after, maxKeys });
    const encode = query.get('encoding-type') === 'url' ? encodeUrl : (text: string) => text;
    return xmlResponse(
      xmlDocument('ListBucketResult', {
        Name: bucket.name,
        Prefix: encode(prefix),
        Delimiter: delimiter === '' ? undefined : encode(delimiter),
        StartAfter: query.get('start-after') === null ? undefined : encode(query.get('start-after') ?? ''),
        MaxKeys: maxKeys,
        EncodingType: query.get('encoding-type') ?? undefined,
        ContinuationToken: token ?? undefined,
        KeyCount: listing.keys.length + listing.prefixes.length,
        IsTruncated: listing.next !== undefined,
        NextContinuationToken: listing.next === undefined ? undefined : encodeToken(listing.next),
        ...contents(bucket, listing, encode),
      }),
    );
  },
};

function contents(bucket: Bucket, { keys, prefixes }: Listing, encode: (text: string) => string) {
  const objects = keys
    .map((key) => bucket.get(key))
    .filter((object): object is StoredObject => object !== undefined);
  return {
    Contents: objects.map(({ key, body, eTag, lastModified }) => ({
      Key: encode(key),
      LastModified: new Date(lastModified).toISOString(),
      ETag: `"${eTag}"`,
      Size: body.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

function parseMaxKeys(text: string | null): number {
  const number = text === null ? MAX_KEYS : Number(text);
  if (!Number.isInteger(number) || number < 0) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', text ?? '');
  }
  return Math.min(number, MAX_KEYS);
}

function encodeToken(key: string): string {
  return Buffer.from(key).toString('base64');
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64').toString('utf8');
  if (key === '' || encodeToken(key) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return key;
}

function encodeUrl(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}
