import { bucketOf, type S3Operation, xmlResponse } from '../s3-operation';
import { xmlDocument } from '../xml';

/** The oldest region is answered as nothing. Source: S3 API reference, GetBucketLocation. */
export const getBucketLocation: S3Operation = {
  action: 's3:GetBucketLocation',
  on: 'bucket',
  run: (request, s3) => {
    const { region } = bucketOf(request, s3);
    return xmlResponse(xmlDocument('LocationConstraint', region === 'us-east-1' ? {} : { '#text': region }));
  },
};
