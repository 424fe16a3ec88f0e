import { checksumHeader } from '../checksum';
import { invalidArgument } from '../errors';
import { findUpload } from '../find-upload';
import { emptyResponse, type S3Operation } from '../s3-operation';
import { receiveUpload, type Upload } from '../upload-body';

/** Source: S3 User Guide, "Multipart upload limits". */
const MAX_PART_NUMBER = 10_000;

/** A part that was sent before is replaced. */
export const uploadPart: S3Operation = {
  action: 's3:PutObject',
  on: 'object',
  run: async (request, s3) => {
    findUpload(request, s3);
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
      const given = request.query.get('partNumber') ?? '';
      throw invalidArgument(
        `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`,
        'partNumber',
        given,
      );
    }
    const part = await receiveUpload(request, s3.files);
    let replaced: Upload | undefined;
    try {
      // Once more: the upload may have been completed or aborted while the part arrived.
      const { parts } = findUpload(request, s3);
      replaced = parts.get(number);
      parts.set(number, { ...part, number, lastModified: s3.now() });
    } catch (error) {
      await part.body.dispose();
      throw error;
    }
    await replaced?.body.dispose();
    return emptyResponse(200, {
      etag: `"${part.md5}"`,
      'x-amz-server-side-encryption': 'AES256',
      ...checksumHeader(part.checksum),
    });
  },
};
