import { S3Client } from '@aws-sdk/client-s3';
import { type ClientOptions, clientConfig, hasOwnEndpoint } from './client-config';

/** Finds the S3 client of a region. */
export type RegionalS3 = (region: string) => Pick<S3Client, 'send'>;

/** One S3 client per region, made when first asked for and kept. */
export function regionalS3(options: Omit<ClientOptions, 'region'>): RegionalS3 {
  const clients = new Map<string, S3Client>();
  return (region) => {
    const known = clients.get(region);
    if (known) return known;
    const client = new S3Client({
      ...clientConfig({ region, ...options }),
      forcePathStyle: hasOwnEndpoint(),
    });
    clients.set(region, client);
    return client;
  };
}
