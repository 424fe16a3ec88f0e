import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import { hasOwnEndpoint } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { prepareUpload, type UploadEvent } from './prepare-upload';

const dependencies = {
  region: requireEnv('AWS_REGION'),
  store: {
    // It signs and calls nobody; the checksum is the client's.
    client: new S3Client({ forcePathStyle: hasOwnEndpoint(), requestChecksumCalculation: 'WHEN_REQUIRED' }),
    bucket: requireEnv(ENV.captureBucket),
    expirySeconds: requireNumber(ENV.uploadExpirySeconds),
  },
  clock: systemClock,
  log: logger,
};

/** `POST /uploads` of an ingest region. */
export function handler(event: UploadEvent): Promise<APIGatewayProxyResult> {
  return prepareUpload(event, dependencies);
}
