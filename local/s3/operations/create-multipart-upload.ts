import { randomUUID } from 'node:crypto';
import { checkKey, metadataOf } from '../object-metadata';
import { bucketOf, type S3Operation, xmlResponse } from '../s3-operation';
import { xmlDocument } from '../xml';

export const createMultipartUpload: S3Operation = {
  action: 's3:PutObject',
  on: 'object',
  run: (request, s3) => {
    const bucket = bucketOf(request, s3);
    checkKey(request.key);
    const id = randomUUID();
    const metadata = metadataOf(request.headers);
    bucket.uploads.set(id, { id, key: request.key, metadata, parts: new Map() });
    return xmlResponse(
      xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: request.key, UploadId: id }),
    );
  },
};
