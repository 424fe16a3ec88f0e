import { checksumHeader } from '../checksum';
import { checkKey, metadataOf } from '../object-metadata';
import { checkWriteConditions } from '../preconditions';
import { bucketOf, emptyResponse, type S3Operation } from '../s3-operation';
import { receiveUpload } from '../upload-body';

/** The condition is checked before the body, to refuse early, and again when the object is put, to refuse for sure. */
export const putObject: S3Operation = {
  action: 's3:PutObject',
  on: 'object',
  run: async (request, s3) => {
    const bucket = bucketOf(request, s3);
    checkKey(request.key);
    const metadata = metadataOf(request.headers);
    checkWriteConditions(request, bucket.get(request.key));
    const { body, md5, checksum } = await receiveUpload(request, s3.files);
    try {
      checkWriteConditions(request, bucket.get(request.key));
    } catch (error) {
      await body.dispose();
      throw error;
    }
    s3.putObject(
      bucket,
      { key: request.key, body, eTag: md5, metadata, checksum },
      's3:ObjectCreated:Put',
      request.caller,
    );
    return emptyResponse(200, {
      etag: `"${md5}"`,
      'x-amz-server-side-encryption': 'AES256',
      ...checksumHeader(checksum),
      ...(checksum ? { 'x-amz-checksum-type': 'FULL_OBJECT' } : {}),
    });
  },
};
