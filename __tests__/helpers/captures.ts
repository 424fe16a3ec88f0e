import { captureId, captureKey } from '../../contracts/capture';
import { captureBucketName } from '../../contracts/naming';
import type { ProcessingInput } from '../../contracts/processing';
import type { CaptureRecord } from '../../contracts/record';

export const REGION = 'eu-west-2';
export const ACCOUNT = '000000000000';
export const BUCKET = captureBucketName('test', ACCOUNT, REGION);
/** MD5 of nothing, as S3 would name it. */
export const ETAG = 'd41d8cd98f00b204e9800998ecf8427e';

let captures = 0;

/** A capture that no other test has. */
export function aCapture(overrides: Partial<ProcessingInput> = {}): ProcessingInput {
  captures += 1;
  const parts = { channel: 'publish', principal: 'acme', requestId: `request-${captures}=` };
  return {
    id: captureId(REGION, parts.channel, parts.requestId),
    channel: parts.channel,
    principal: parts.principal,
    region: REGION,
    bucket: BUCKET,
    key: captureKey(parts),
    size: 2,
    eTag: ETAG,
    maxAttempts: 3,
    ...overrides,
  };
}

/** A job that no other test has. */
export const aJob = (overrides: Partial<ProcessingInput> = {}) => onChannel('jobs', overrides);

/** A WebSocket message that no other test has. */
export const aMessage = (overrides: Partial<ProcessingInput> = {}) => onChannel('websocket', overrides);

function onChannel(channel: string, overrides: Partial<ProcessingInput>): ProcessingInput {
  const capture = aCapture();
  const [, , requestId = ''] = capture.id.split('.');
  const parts = { channel, principal: capture.principal, requestId };
  return {
    ...capture,
    id: captureId(REGION, parts.channel, requestId),
    channel: parts.channel,
    key: captureKey(parts),
    ...overrides,
  };
}

/** The record of a capture under its first attempt. */
export function aRecord(capture: ProcessingInput, overrides: Partial<CaptureRecord> = {}): CaptureRecord {
  const { maxAttempts: _, ...identity } = capture;
  return {
    ...identity,
    status: 'PROCESSING',
    attempts: 1,
    claim: 'execution-1',
    claimedAt: 1_000_000,
    leaseExpiresAt: 1_070_000,
    expiresAt: 2_000_000,
    ...overrides,
  };
}

/** The body of a queue message: S3's event for captured objects, with more members than anybody reads. */
export function s3Event(...objects: ProcessingInput[]): string {
  return JSON.stringify({
    Records: objects.map(({ bucket, key, size, eTag, region }) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: { key: formEncode(key), size, eTag, sequencer: '0055AED6DCD90281E5' },
      },
    })),
  });
}

const formEncode = (key: string) => key.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');
