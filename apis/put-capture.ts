import { ANONYMOUS, CAPTURE_PREFIX, type Channel, METADATA } from '../contracts/capture';
import { errorResponse, textResponse } from './integration-responses';

/** What the integration refers to. */
export interface PutCaptureProps {
  partition: string;
  region: string;
  /** Name of the capture bucket. */
  bucket: string;
  /** ARN of the role that API Gateway assumes to put objects. */
  putRoleArn: string;
  channel: Channel;
  /** The variable that tells who calls; absent when anyone may. */
  caller?: string;
  /** Body of the 202, in which `$context` variables are replaced. */
  accepted: Record<string, string>;
}

/** Headers of the client that the object bears. */
export const PUT_HEADERS = ['Content-Type', 'Idempotency-Key'].map((name) => ({
  name,
  in: 'header',
  required: false,
  schema: { type: 'string' },
}));

/** Puts the body to the capture bucket, by API Gateway itself: the 202 is given only for S3's own success. */
export function putCapture(props: PutCaptureProps) {
  const { partition, region, bucket, channel } = props;
  return {
    type: 'aws',
    httpMethod: 'PUT',
    uri: `arn:${partition}:apigateway:${region}:s3:path/${bucket}/${CAPTURE_PREFIX}${channel}/{principal}/{requestId}`,
    credentials: props.putRoleArn,
    requestParameters: putParameters(props),
    // The patterns exclude one another, because API Gateway does not say which of several matches wins; and no two
    // answer with the same status, because it keeps one integration response per status (PutIntegrationResponse).
    responses: {
      '2\\d{2}': textResponse(202, props.accepted),
      '400': errorResponse(400, 'not stored: check Idempotency-Key and Content-Type'),
      // 409 and 412 are conflicts of conditional writes, and pass (S3 User Guide, "Conditional writes").
      '4(0[1-8]|1[013-9]|[2-9]\\d)': errorResponse(500, 'not stored: internal error'),
      default: errorResponse(503, 'temporarily unavailable: send it again'),
    },
  };
}

/**
 * What API Gateway writes into the PUT. `extendedRequestId` and not `requestId`, which a client can choose by a header
 * (API Gateway Developer Guide, "$context variables"). Values that are not set are left out.
 */
function putParameters({ channel, caller }: PutCaptureProps): Record<string, string> {
  const principal = caller ?? `'${ANONYMOUS}'`;
  const metadata = (name: keyof typeof METADATA) => `integration.request.header.x-amz-meta-${METADATA[name]}`;
  return {
    'integration.request.path.principal': principal,
    'integration.request.path.requestId': 'context.extendedRequestId',
    'integration.request.header.Content-Type': 'method.request.header.Content-Type',
    // No accepted object is ever overwritten.
    'integration.request.header.If-None-Match': "'*'",
    [metadata('channel')]: `'${channel}'`,
    [metadata('principal')]: principal,
    [metadata('sourceIp')]: 'context.identity.sourceIp',
    [metadata('receivedAt')]: 'context.requestTimeEpoch',
    [metadata('idempotencyKey')]: 'method.request.header.Idempotency-Key',
  };
}
