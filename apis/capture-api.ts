import type { IngestSettings } from '../config/settings';
import { ANONYMOUS, CAPTURE_PREFIX, type Channel, METADATA } from '../contracts/capture';
import { GATEWAY_RESPONSES } from './gateway-responses';
import { errorResponse, textResponse } from './integration-responses';

/** What the document refers to. */
export interface CaptureApiProps {
  partition: string;
  settings: Pick<IngestSettings, 'region' | 'api' | 'auth'>;
  /** Name of the capture bucket. */
  bucket: string;
  /** ARN of the role that API Gateway assumes to put objects. */
  putRoleArn: string;
  /** Absent when anyone may post. */
  authorizer?: {
    /** Invoke ARN of the authorizer function. */
    invokeArn: string;
    /** ARN of the role that API Gateway assumes to call it. */
    roleArn: string;
  };
}

const PUBLISH: Channel = 'publish';

/** The capture API as one OpenAPI 3 document with API Gateway's extensions. */
export function captureApi(props: CaptureApiProps): Record<string, unknown> {
  const { api } = props.settings;
  return {
    openapi: '3.0.1',
    info: { title: api.name, description: api.description, version: '1.0' },
    // Any content type passes as raw bytes. Source: API Gateway Developer Guide, "Content type conversions".
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-gateway-responses': GATEWAY_RESPONSES,
    paths: {
      '/publish': { post: publish(props) },
      '/health': { get: health(props.settings.region) },
    },
    components: {
      schemas: {
        Captured: object({ id: 'string', region: 'string', status: 'string' }),
        Health: object({ region: 'string' }),
        Message: object({ message: 'string' }),
      },
      ...(props.authorizer && {
        securitySchemes: { token: tokenScheme(props.settings.auth, props.authorizer) },
      }),
    },
  };
}

/** Any bytes, put to the bucket by API Gateway itself: the 202 is given only for S3's own success. */
function publish(props: CaptureApiProps): Record<string, unknown> {
  const { region } = props.settings;
  const captured = { id: `${region}.${PUBLISH}.$context.extendedRequestId`, region, status: 'CAPTURED' };
  return {
    summary: 'Captures the body as it is, up to 10 MB.',
    parameters: ['Content-Type', 'Idempotency-Key'].map((name) => ({
      name,
      in: 'header',
      required: false,
      schema: { type: 'string' },
    })),
    ...(props.authorizer && { security: [{ token: [] }] }),
    responses: {
      202: response('Stored durably; processing follows.', 'Captured'),
      400: response('Not stored: S3 refuses the metadata.', 'Message'),
      500: response('Not stored: our fault.', 'Message'),
      503: response('Not known to be stored: send it again.', 'Message'),
    },
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'PUT',
      uri: `arn:${props.partition}:apigateway:${region}:s3:path/${props.bucket}/${CAPTURE_PREFIX}${PUBLISH}/{principal}/{requestId}`,
      credentials: props.putRoleArn,
      passthroughBehavior: 'when_no_templates',
      requestParameters: putParameters(
        props.authorizer ? 'context.authorizer.principalId' : `'${ANONYMOUS}'`,
      ),
      // The patterns exclude one another, because API Gateway does not say which of several matches wins; and no two
      // answer with the same status, because it keeps one integration response per status (PutIntegrationResponse).
      responses: {
        '2\\d{2}': textResponse(202, captured),
        '400': errorResponse(400, 'not stored: check Idempotency-Key and Content-Type'),
        // 409 and 412 are conflicts of conditional writes, and pass (S3 User Guide, "Conditional writes").
        '4(0[1-8]|1[013-9]|[2-9]\\d)': errorResponse(500, 'not stored: internal error'),
        default: errorResponse(503, 'temporarily unavailable: send it again'),
      },
    },
  };
}

/**
 * What API Gateway writes into the PUT. `extendedRequestId` and not `requestId`, which a client can choose by a header
 * (API Gateway Developer Guide, "$context variables"). Values that are not set are left out.
 */
function putParameters(principal: string): Record<string, string> {
  const metadata = (name: keyof typeof METADATA) => `integration.request.header.x-amz-meta-${METADATA[name]}`;
  return {
    'integration.request.path.principal': principal,
    'integration.request.path.requestId': 'context.extendedRequestId',
    'integration.request.header.Content-Type': 'method.request.header.Content-Type',
    // No accepted object is ever overwritten.
    'integration.request.header.If-None-Match': "'*'",
    [metadata('channel')]: `'${PUBLISH}'`,
    [metadata('principal')]: principal,
    [metadata('sourceIp')]: 'context.identity.sourceIp',
    [metadata('receivedAt')]: 'context.requestTimeEpoch',
    [metadata('idempotencyKey')]: 'method.request.header.Idempotency-Key',
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

/**
 * A REQUEST authorizer. With a cache its key is the token header, and API Gateway answers 401 itself when that is
 * missing; without a cache there must be no identity source, and the authorizer answers.
 */
function tokenScheme(
  { tokenHeader, cacheTtlSeconds }: IngestSettings['auth'],
  { invokeArn, roleArn }: NonNullable<CaptureApiProps['authorizer']>,
): Record<string, unknown> {
  return {
    type: 'apiKey',
    name: tokenHeader,
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: invokeArn,
      authorizerCredentials: roleArn,
      authorizerResultTtlInSeconds: cacheTtlSeconds,
      ...(cacheTtlSeconds > 0 && { identitySource: `method.request.header.${tokenHeader}` }),
    },
  };
}

function object(properties: Record<string, string>): Record<string, unknown> {
  return {
    type: 'object',
    required: Object.keys(properties),
    properties: Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, { type }])),
  };
}

function response(description: string, schema: string): Record<string, unknown> {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}
