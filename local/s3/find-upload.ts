import { noSuchUpload } from './errors';
import type { MultipartUpload } from './multipart-upload';
import { bucketOf, type S3Request } from './s3-operation';
import type { S3Service } from './service';

/** The upload that a request names. @throws AwsError `NoSuchUpload` */
export function findUpload(request: S3Request, s3: S3Service): MultipartUpload {
  const id = request.query.get('uploadId') ?? '';
  const upload = bucketOf(request, s3).uploads.get(id);
  if (upload?.key !== request.key) {
    throw noSuchUpload(id);
  }
  return upload;
}
