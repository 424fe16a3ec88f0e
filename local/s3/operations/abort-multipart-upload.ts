import { findUpload } from '../find-upload';
import { bucketOf, emptyResponse, type S3Operation } from '../s3-operation';

export const abortMultipartUpload: S3Operation = {
  action: 's3:AbortMultipartUpload',
  on: 'object',
  run: async (request, s3) => {
    const upload = findUpload(request, s3);
    bucketOf(request, s3).uploads.delete(upload.id);
    await Promise.all([...upload.parts.values()].map(({ body }) => body.dispose()));
    return emptyResponse(204);
  },
};
