import { type S3Operation, xmlResponse } from '../s3-operation';
import { xmlDocument } from '../xml';

/** The buckets of all regions: their list is the account's. */
export const listBuckets: S3Operation = {
  action: 's3:ListAllMyBuckets',
  on: 'account',
  run: (_request, s3) =>
    xmlResponse(
      xmlDocument('ListAllMyBucketsResult', {
        Owner: { ID: s3.accountId },
        Buckets: {
          Bucket: s3.allBuckets().map(({ name, region, createdAt }) => ({
            Name: name,
            CreationDate: new Date(createdAt).toISOString(),
            BucketRegion: region,
          })),
        },
      }),
    ),
};
