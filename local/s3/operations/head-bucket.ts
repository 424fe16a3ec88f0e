import { bucketOf, emptyResponse, type S3Operation } from '../s3-operation';

export const headBucket: S3Operation = {
  action: 's3:ListBucket',
  on: 'bucket',
  run: (request, s3) => {
    const { region } = bucketOf(request, s3);
    return emptyResponse(200, { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' });
  },
};
