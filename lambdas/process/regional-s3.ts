import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig, hasOwnEndpoint } from '../shared/client-config';

/** Finds the S3 client of a region. */
export type RegionalS3 = (region: string) => Pick<S3Client, 'send'>;

/** From the request to the first byte; how long a body may be silent is the reader's business. */
const FIRST_BYTE_TIMEOUT_MS = 5000;

/** One S3 client per region, made when first asked for and kept. */
export function regionalS3(): RegionalS3 {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const known = clients.get(region);
    if (known) return known;
    const client = new S3Client({
      // A processor may take its time between two reads, which a socket time-out would punish.
      ...clientConfig({ region, requestTimeoutMs: FIRST_BYTE_TIMEOUT_MS, socketTimeoutMs: 0 }),
      forcePathStyle: hasOwnEndpoint(),
    });
    clients.set(region, client);
    return client;
  };
}
