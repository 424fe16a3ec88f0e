import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { captureApi } from '../../apis/capture-api';
import { CAPTURE_PREFIX } from '../../contracts/capture';
import { conformance } from './conformance';
import { REGION } from './target';

/** The capture API's own document, without an authorizer. */
conformance('API Gateway', (behaviour, given) => {
  const s3 = given.client((config) => new S3Client(config));
  const throttle = { ratePerSecond: 1000, burst: 2000 };
  const api = { name: 'capture', description: 'conformance', stageName: 'conformance', throttle };
  const auth = { mode: 'none' as const };
  const serve = async () => {
    const bucket = await given.target.createBucket();
    const url = await given.target.createApi((putRoleArn) =>
      captureApi({ partition: 'aws', settings: { region: REGION, api }, auth, bucket, putRoleArn }),
    );
    const post = (body: Uint8Array, headers: Record<string, string> = {}) =>
      fetch(`${url}/publish`, { method: 'POST', body: Buffer.from(body), headers });
    return { bucket, url, post };
  };

  behaviour('a POST becomes an object, byte for byte, and is answered with 202', async () => {
    const { bucket, post } = await serve();
    const answer = await post(Uint8Array.from([0, 128, 255]), { 'content-type': 'image/x' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ region: REGION, status: 'CAPTURED' });
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: CAPTURE_PREFIX }));
    const Key = listed.Contents?.[0]?.Key;
    const { ContentLength, ContentType, Metadata } = await s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key }),
    );
    expect({ ContentLength, ContentType }).toEqual({ ContentLength: 3, ContentType: 'image/x' });
    expect(Metadata).toMatchObject({ channel: 'publish', principal: 'anonymous' });
  });

  behaviour('a mock integration answers without a backend', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { region: REGION }]);
  });

  behaviour('fails with the gateway response of the document for a route that is not there', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/nowhere`);
    expect([answer.status, await answer.json()]).toEqual([404, { message: 'no such route' }]);
  });

  behaviour('fails with 400 when S3 refuses the metadata', async () => {
    const { post } = await serve();
    const answer = await post(Uint8Array.from([1]), { 'idempotency-key': 'x'.repeat(3000) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message: expect.stringContaining('not stored') });
  });
});
