import { AwsError } from '../core/aws-error';
import { abortMultipartUpload } from './operations/abort-multipart-upload';
import { completeMultipartUpload } from './operations/complete-multipart-upload';
import { createMultipartUpload } from './operations/create-multipart-upload';
import { deleteObject } from './operations/delete-object';
import { deleteObjects } from './operations/delete-objects';
import { getBucketLocation } from './operations/get-bucket-location';
import { getObject } from './operations/get-object';
import { headBucket } from './operations/head-bucket';
import { listBuckets } from './operations/list-buckets';
import { listObjectsV2 } from './operations/list-objects-v2';
import { listParts } from './operations/list-parts';
import { putObject } from './operations/put-object';
import { uploadPart } from './operations/upload-part';
import type { S3Operation, S3Request } from './s3-operation';

/** Operations by level (account, bucket, object), method and the query parameter that selects a subresource. */
const OPERATIONS: Record<string, S3Operation> = {
  'account GET': listBuckets,
  'bucket HEAD': headBucket,
  'bucket GET list-type': listObjectsV2,
  'bucket GET location': getBucketLocation,
  'bucket POST delete': deleteObjects,
  'object PUT': putObject,
  'object PUT uploadId': uploadPart,
  'object GET': getObject,
  'object HEAD': getObject,
  'object GET uploadId': listParts,
  'object DELETE': deleteObject,
  'object DELETE uploadId': abortMultipartUpload,
  'object POST uploads': createMultipartUpload,
  'object POST uploadId': completeMultipartUpload,
};

/** Query parameters that only refine an operation; any other one selects a subresource. */
const REFINING =
  /^(x-id|X-Amz-.*|x-amz-.*|response-.*|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner|partNumber|part-number-marker|max-parts|max-buckets|bucket-region)$/;

/** The operation that a request asks for. @throws AwsError 501 for one that is not served */
export function findOperation(request: S3Request): S3Operation {
  const level = request.bucket === '' ? 'account' : request.key === '' ? 'bucket' : 'object';
  const selectors = [...new Set(request.query.keys())].filter((name) => !REFINING.test(name));
  const name = [level, request.method, ...selectors].join(' ');
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (!operation || (request.query.has('partNumber') && !request.query.has('uploadId'))) {
    throw new AwsError('NotImplemented', `s3: ${name} is not served by the local cloud.`, 501);
  }
  return operation;
}
