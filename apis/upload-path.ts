import { MAX_UPLOAD_BYTES } from '../contracts/uploads';
import { type InvokedByApi, lambdaProxy } from './lambda-proxy';
import { response } from './schemas';
import { type Authentication, secured } from './security';

/** What an upload is announced by, as `lambdas/upload` reads it. */
export const UPLOAD_ORDER = {
  type: 'object',
  required: ['size', 'sha256'],
  additionalProperties: false,
  properties: {
    size: { type: 'integer', minimum: 0, maximum: MAX_UPLOAD_BYTES, description: 'Bytes.' },
    sha256: { type: 'string', description: 'SHA-256 of the object, 64 hexadecimal digits.' },
    contentType: { type: 'string', description: 'Default application/octet-stream.' },
  },
};

/** As `lambdas/upload` answers it. */
export const UPLOAD = {
  type: 'object',
  required: ['id', 'url', 'headers', 'expiresAt'],
  properties: {
    id: { type: 'string' },
    url: { type: 'string', description: 'PUT the object here, once.' },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'To be sent with it, as they are.',
    },
    expiresAt: { type: 'string', format: 'date-time' },
  },
};

/** The path of uploads: what is larger than API Gateway takes goes to S3 by a URL that is signed for it. */
export function uploadPath(signer: InvokedByApi, auth: Authentication): Record<string, unknown> {
  return {
    '/uploads': {
      post: {
        summary: 'Signs the PUT of one object of up to 5 GB.',
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }],
        ...secured(auth),
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/UploadOrder' } } },
        },
        responses: {
          201: response('Signed; captured is what is put there.', 'Upload'),
          400: response('The upload cannot be as announced.', 'Message'),
          503: response('Cannot be signed now: send it again.', 'Message'),
        },
        'x-amazon-apigateway-integration': lambdaProxy(signer),
      },
    },
  };
}
