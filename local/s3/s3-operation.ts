import type { AwsRequest, AwsResponse } from '../core/call';
import type { Bucket } from './bucket';
import type { S3Service } from './service';

/** A request with the bucket and key of its path, decoded. */
export interface S3Request extends AwsRequest {
  bucket: string;
  key: string;
}

/** One operation of S3's REST protocol. */
export interface S3Operation {
  /** IAM action, such as `s3:PutObject`; undefined when the operation passes the gate itself, key by key. */
  action: string | undefined;
  /** Whether the action is on the object (or its bucket, or the account). */
  on: 'object' | 'bucket' | 'account';
  /** Executes. @throws AwsError as S3 answers it */
  run(request: S3Request, s3: S3Service): Promise<AwsResponse> | AwsResponse;
}

/** An answer without a body. */
export function emptyResponse(status: number, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers, body: '' };
}

/** An XML answer. */
export function xmlResponse(body: string): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** The bucket of a request. @throws AwsError `NoSuchBucket`, or a redirect when it lies in another region */
export function bucketOf(request: S3Request, s3: S3Service): Bucket {
  return s3.findBucket(request.bucket, request.region);
}
