import { S3Client } from '@aws-sdk/client-s3';
import type { LaneSettings } from '../../contracts/environment';
import { clientConfig, hasOwnEndpoint } from '../shared/client-config';
import type { RegionalS3 } from './store-message';

/** A message has at most 128 KB; further attempts are harmless, for the first that arrives is the only one that counts. */
const REQUEST_TIMEOUT_MS = 3000;

/** One S3 client per region, made when first asked for and kept. */
export function messageStores({ maxInFlight }: LaneSettings): RegionalS3 {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const known = clients.get(region) ?? connect(region, maxInFlight);
    clients.set(region, known);
    return known;
  };
}

function connect(region: string, maxSockets: number): S3Client {
  return new S3Client({
    ...clientConfig({ region, requestTimeoutMs: REQUEST_TIMEOUT_MS, maxSockets }),
    forcePathStyle: hasOwnEndpoint(),
  });
}
