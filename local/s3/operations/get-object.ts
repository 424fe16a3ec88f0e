import type { StoredObject } from '../bucket';
import { checksumHeader } from '../checksum';
import { noSuchKey } from '../errors';
import { objectHeaders } from '../object-metadata';
import { isNotModified } from '../preconditions';
import { rangeOf } from '../range';
import { bucketOf, emptyResponse, type S3Operation, type S3Request } from '../s3-operation';

/** Query parameters that replace a response header. */
const OVERRIDES = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

export const getObject: S3Operation = {
  action: 's3:GetObject',
  on: 'object',
  run: async (request, s3) => {
    const object = bucketOf(request, s3).get(request.key);
    if (!object) {
      // Who may not list must not learn what is missing: 403 (S3 API reference, GetObject).
      await s3.pass(request, { action: 's3:ListBucket', on: 'bucket' }, () => undefined);
      throw noSuchKey(request.key);
    }
    if (isNotModified(request, object)) {
      return emptyResponse(304, objectHeaders(object));
    }
    const { size } = object.body;
    const range = rangeOf(request.headers.range, size);
    const { start, end } = range ?? { start: 0, end: size - 1 };
    return {
      status: range ? 206 : 200,
      headers: {
        ...responseHeaders(request, object),
        ...(range
          ? { 'content-range': `bytes ${start}-${end}/${size}` }
          : requestedChecksum(request, object)),
        'content-length': String(end - start + 1),
      },
      body: request.method === 'HEAD' || size === 0 ? '' : await object.body.read(start, end),
    };
  },
};

function responseHeaders({ query }: S3Request, object: StoredObject): Record<string, string> {
  const headers = objectHeaders(object);
  for (const name of OVERRIDES) {
    const value = query.get(`response-${name}`);
    if (value !== null) {
      headers[name] = value;
    }
  }
  return headers;
}

function requestedChecksum({ headers }: S3Request, { checksum }: StoredObject): Record<string, string> {
  if (headers['x-amz-checksum-mode']?.toUpperCase() !== 'ENABLED' || !checksum) {
    return {};
  }
  return { ...checksumHeader(checksum), 'x-amz-checksum-type': 'FULL_OBJECT' };
}
