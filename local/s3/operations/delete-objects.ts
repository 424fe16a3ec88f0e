import { asAwsError } from '../../protocol/json-answer';
import { readBody } from '../../protocol/read-body';
import type { Bucket } from '../bucket';
import { malformedXml } from '../errors';
import { bucketOf, type S3Operation, type S3Request, xmlResponse } from '../s3-operation';
import type { S3Service } from '../service';
import { elements, parseXml, xmlDocument } from '../xml';

/** Source: S3 API reference, DeleteObjects. */
const MAX_KEYS = 1000;
/** A thousand keys of 1,024 bytes, every byte an XML entity of up to six. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * IAM knows no action of this name: each key is one s3:DeleteObject, and one that is denied does not keep the others.
 */
export const deleteObjects: S3Operation = {
  action: undefined,
  on: 'bucket',
  run: async (request, s3) => {
    const bucket = bucketOf(request, s3);
    const body = (await readBody(request.body, MAX_BODY_BYTES)).toString('utf8');
    const root = parseXml(body, 'Delete');
    const keys = elements(root, 'Object').map(({ Key }) => Key);
    if (keys.length === 0 || keys.length > MAX_KEYS) {
      throw malformedXml();
    }
    const results = await Promise.all(keys.map((key) => deleteOne(request, s3, bucket, key ?? '')));
    const quiet = String(root.Quiet) === 'true';
    return xmlResponse(
      xmlDocument('DeleteResult', {
        Deleted: quiet ? undefined : results.filter(({ Code }) => Code === undefined),
        Error: results.filter(({ Code }) => Code !== undefined),
      }),
    );
  },
};

interface Result {
  Key: string;
  Code?: string;
  Message?: string;
}

async function deleteOne(request: S3Request, s3: S3Service, bucket: Bucket, key: string): Promise<Result> {
  try {
    await s3.pass({ ...request, key }, { action: 's3:DeleteObject', on: 'object' }, () => bucket.delete(key));
    return { Key: key };
  } catch (error) {
    const { code, message } = asAwsError(error);
    return { Key: key, Code: code, Message: message };
  }
}
