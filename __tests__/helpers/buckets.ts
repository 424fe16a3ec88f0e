import type { AwsRequest } from '../../local/core/call';
import { S3Service } from '../../local/s3/service';
import { REGION, TestCloud } from './test-cloud';

/** A bucket of a test and the requests it makes. */
export function makeBucket(name = 'bucket') {
  const cloud = new TestCloud();
  const s3 = new S3Service(cloud);
  cloud.serve('s3', s3);
  const bucket = s3.createBucket(REGION, name);
  const ask = (method: string, key: string, rest: Partial<AwsRequest> = {}) =>
    cloud.send('s3', { method, path: `/${name}/${key}`, ...rest });
  return {
    cloud,
    s3,
    bucket,
    ask,
    put: (key: string, text: string | Buffer = 'text', headers: Record<string, string> = {}) =>
      ask('PUT', key, { body: Buffer.from(text), headers }),
  };
}

/** The code in an error document. */
export const codeOf = (text: string) => /<Code>(.*?)<\/Code>/.exec(text)?.[1];
