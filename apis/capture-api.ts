import type { IngestSettings } from '../config/settings';
import type { Channel } from '../contracts/capture';
import { gatewayResponses } from './gateway-responses';
import { textResponse } from './integration-responses';
import type { InvokedByApi } from './lambda-proxy';
import { PUT_HEADERS, putCapture } from './put-capture';
import { object, response } from './schemas';
import { type Authentication, callerVariable, secured, securitySchemes } from './security';
import { UPLOAD, UPLOAD_ORDER, uploadPath } from './upload-path';
import { webhookPaths } from './webhook-paths';

/** What the document refers to. */
export interface CaptureApiProps {
  partition: string;
  settings: Pick<IngestSettings, 'region' | 'api'>;
  /** Name of the capture bucket. */
  bucket: string;
  /** ARN of the role that API Gateway assumes to put objects. */
  putRoleArn: string;
  /** How it tells its callers. */
  auth: Authentication;
  /** The function that signs uploads; absent where there are none. */
  uploads?: InvokedByApi;
  /** The function that receives webhooks; absent where no source is declared. */
  webhooks?: InvokedByApi;
}

const PUBLISH: Channel = 'publish';

/** The capture API as one OpenAPI 3 document with API Gateway's extensions. */
export function captureApi(props: CaptureApiProps) {
  const { api } = props.settings;
  return {
    openapi: '3.0.1',
    info: { title: api.name, description: api.description, version: '1.0' },
    // Any content type passes as raw bytes. Source: API Gateway Developer Guide, "Content type conversions".
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-gateway-responses': gatewayResponses(props.auth),
    paths: {
      '/publish': { post: publish(props) },
      '/health': { get: health(props.settings.region) },
      ...(props.uploads && uploadPath(props.uploads, props.auth)),
      ...(props.webhooks && webhookPaths(props.webhooks)),
    },
    components: {
      schemas: {
        Captured: object({ id: 'string', region: 'string', status: 'string' }),
        Health: object({ region: 'string' }),
        Message: object({ message: 'string' }),
        Upload: UPLOAD,
        UploadOrder: UPLOAD_ORDER,
      },
      ...securitySchemes(props.auth),
    },
  };
}

/** Any bytes, put to the bucket by API Gateway itself: the 202 is given only for S3's own success. */
function publish(props: CaptureApiProps): Record<string, unknown> {
  const { region } = props.settings;
  return {
    summary: 'Captures the body as it is, up to 10 MB.',
    parameters: PUT_HEADERS,
    ...secured(props.auth),
    responses: {
      202: response('Stored durably; processing follows.', 'Captured'),
      400: response('Not stored: S3 refuses the metadata.', 'Message'),
      500: response('Not stored: our fault.', 'Message'),
      503: response('Not known to be stored: send it again.', 'Message'),
    },
    'x-amazon-apigateway-integration': {
      ...putCapture({
        ...props,
        region,
        channel: PUBLISH,
        caller: callerVariable(props.auth),
        accepted: {
          id: `${region}.${PUBLISH}.$context.extendedRequestId`,
          region,
          status: 'CAPTURED',
        },
      }),
      passthroughBehavior: 'when_no_templates',
    },
  };
}

/**
 * Content types that clients and load balancers send even with a GET. API Gateway has no template for all types, and a
 * mock that is passed a body without a status answers 500 (aws/aws-cdk issue 16323); a type that is not here is 415.
 */
const PROBE_TYPES = [
  'application/json',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/xml',
  'multipart/form-data',
  'text/html',
  'text/plain',
  'text/xml',
];

/** Answers without a backend: the gateway of the region is up. */
function health(region: string): Record<string, unknown> {
  return {
    summary: 'Whether the region answers.',
    responses: { 200: response('The region answers.', 'Health') },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'never',
      // A mock takes text only, and every type is binary here.
      contentHandling: 'CONVERT_TO_TEXT',
      requestTemplates: Object.fromEntries(PROBE_TYPES.map((type) => [type, '{"statusCode":200}'])),
      responses: { default: textResponse(200, { region }) },
    },
  };
}
