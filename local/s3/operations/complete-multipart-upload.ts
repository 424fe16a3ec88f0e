import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import { readBody } from '../../protocol/read-body';
import { malformedXml } from '../errors';
import { findUpload } from '../find-upload';
import type { MultipartUpload, Part } from '../multipart-upload';
import { checkWriteConditions } from '../preconditions';
import { bucketOf, type S3Operation, xmlResponse } from '../s3-operation';
import { PartsBody } from '../stored-body';
import { elements, parseXml, xmlDocument } from '../xml';

/** Ten thousand parts with checksums. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Least size of every part but the last, bytes. Source: S3 User Guide, "Multipart upload limits". */
const MIN_PART_BYTES = 5 * 1024 * 1024;

export const completeMultipartUpload: S3Operation = {
  action: 's3:PutObject',
  on: 'object',
  run: async (request, s3) => {
    const upload = findUpload(request, s3);
    const bucket = bucketOf(request, s3);
    const document = (await readBody(request.body, MAX_BODY_BYTES)).toString('utf8');
    const parts = chosenParts(upload, elements(parseXml(document, 'CompleteMultipartUpload'), 'Part'));
    checkWriteConditions(request, bucket.get(upload.key));
    const body = new PartsBody(parts.map((part) => part.body));
    const eTag = multipartETag(parts);
    bucket.uploads.delete(upload.id);
    const object = { key: upload.key, body, eTag, metadata: upload.metadata };
    s3.putObject(bucket, object, 's3:ObjectCreated:CompleteMultipartUpload', request.caller);
    await disposeUnused(upload, parts);
    return xmlResponse(
      xmlDocument('CompleteMultipartUploadResult', {
        Location: s3.objectUrl(bucket, upload.key),
        Bucket: bucket.name,
        Key: upload.key,
        ETag: `"${eTag}"`,
      }),
    );
  },
};

/** @throws AwsError `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall` */
function chosenParts(upload: MultipartUpload, listed: Record<string, string>[]): Part[] {
  if (listed.length === 0) {
    throw malformedXml();
  }
  const numbers = listed.map(({ PartNumber }) => Number(PartNumber));
  if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1]!)) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  const parts = listed.map(({ ETag }, index) => chosenPart(upload, numbers[index]!, ETag ?? ''));
  if (parts.slice(0, -1).some(({ body }) => body.size < MIN_PART_BYTES)) {
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
      {
        MinSizeAllowed: MIN_PART_BYTES,
      },
    );
  }
  return parts;
}

function chosenPart(upload: MultipartUpload, number: number, eTag: string): Part {
  const part = upload.parts.get(number);
  if (part?.md5 !== eTag.replace(/^"|"$/g, '')) {
    throw new AwsError(
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      400,
      { UploadId: upload.id, PartNumber: number, ETag: eTag },
    );
  }
  return part;
}

/** MD5 of the parts' MD5s and their number, as every S3 client knows it. */
function multipartETag(parts: Part[]): string {
  const hash = createHash('md5');
  for (const { md5 } of parts) {
    hash.update(Buffer.from(md5, 'hex'));
  }
  return `${hash.digest('hex')}-${parts.length}`;
}

async function disposeUnused(upload: MultipartUpload, used: Part[]): Promise<void> {
  const unused = [...upload.parts.values()].filter((part) => !used.includes(part));
  await Promise.all(unused.map(({ body }) => body.dispose()));
}
