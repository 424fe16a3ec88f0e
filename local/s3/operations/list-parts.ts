import { findUpload } from '../find-upload';
import { type S3Operation, xmlResponse } from '../s3-operation';
import { xmlDocument } from '../xml';

const MAX_PARTS = 1000;

export const listParts: S3Operation = {
  action: 's3:ListMultipartUploadParts',
  on: 'object',
  run: (request, s3) => {
    const upload = findUpload(request, s3);
    const marker = Number(request.query.get('part-number-marker') ?? 0);
    const maxParts = Math.min(Number(request.query.get('max-parts') ?? MAX_PARTS), MAX_PARTS);
    const rest = [...upload.parts.values()]
      .filter(({ number }) => number > marker)
      .sort((a, b) => a.number - b.number);
    const page = rest.slice(0, maxParts);
    return xmlResponse(
      xmlDocument('ListPartsResult', {
        Bucket: request.bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.number ?? 0,
        MaxParts: maxParts,
        IsTruncated: page.length < rest.length,
        Part: page.map(({ number, md5, body, lastModified }) => ({
          PartNumber: number,
          LastModified: new Date(lastModified).toISOString(),
          ETag: `"${md5}"`,
          Size: body.size,
        })),
        StorageClass: 'STANDARD',
      }),
    );
  },
};
