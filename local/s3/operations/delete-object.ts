import { bucketOf, emptyResponse, type S3Operation } from '../s3-operation';

/** Deleting what is not there succeeds too. */
export const deleteObject: S3Operation = {
  action: 's3:DeleteObject',
  on: 'object',
  run: (request, s3) => {
    bucketOf(request, s3).delete(request.key);
    return emptyResponse(204);
  },
};
