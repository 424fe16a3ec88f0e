import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { makeBucket } from '../../helpers/buckets';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the S3 client of the AWS SDK', () => {
  const made = makeBucket();
  const Bucket = 'bucket';
  let client: S3Client;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ close } = await made.cloud.listen());
    client = new S3Client(made.cloud.clientConfig());
  });
  afterAll(async () => {
    client.destroy();
    made.s3.stop();
    await close();
  });

  it('gets 10 MB back bit by bit, and a range of it', async () => {
    const Body = randomBytes(10 * 1024 * 1024);
    await client.send(new PutObjectCommand({ Bucket, Key: 'big ü+/x', Body, Metadata: { who: 'me' } }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'big ü+/x' }));
    expect(sha256((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(sha256(Body));
    expect(got.Metadata).toEqual({ who: 'me' });
    const part = await client.send(new GetObjectCommand({ Bucket, Key: 'big ü+/x', Range: 'bytes=100-199' }));
    expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).toEqual(Body.subarray(100, 200));
  });

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256', 'CRC64NVME'] as const)(
    'stores with a %s checksum',
    async (ChecksumAlgorithm) => {
      await client.send(new PutObjectCommand({ Bucket, Key: 'sum', Body: 'text', ChecksumAlgorithm }));
      const got = await client.send(new GetObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
      expect(await got.Body?.transformToString()).toBe('text');
    },
  );

  it('stores a stream, which is sent in chunks with its checksum at the end', async () => {
    const bytes = randomBytes(300_000);
    const chunks = [bytes.subarray(0, 100_001), bytes.subarray(100_001)];
    const put = { Bucket, Key: 'stream', Body: Readable.from(chunks), ContentLength: bytes.length };
    await client.send(new PutObjectCommand(put));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(sha256((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(sha256(bytes));
    expect(got.ContentEncoding).toBeUndefined();
  });

  it('lists, tells what is missing, and deletes', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'list/a&b', Body: 'x' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'list/c/d', Body: 'x' }));
    const list = new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/' });
    const { Contents, CommonPrefixes } = await client.send(list);
    expect(Contents?.map(({ Key }) => Key)).toEqual(['list/a&b']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'list/c/' }]);
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    const Objects = [{ Key: 'list/a&b' }, { Key: 'list/c/d' }];
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect((await client.send(list)).KeyCount).toBe(0);
  });
});
