import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { conformance } from './conformance';
import { presign } from './presign';
import { REGION } from './target';

conformance('S3 objects', (behaviour, given) => {
  const s3 = given.client((config) => new S3Client(config));
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await given.target.createBucket();
  });
  const put = (Key: string, more: Partial<PutObjectCommand['input']> = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text', ...more }));
  const get = (Key: string, more: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body?.transformToString();
  /** PUT without the SDK's own ideas about headers. */
  const rawPut = (key: string, headers: Record<string, string> = {}, body = 'text') => {
    const path = `/${Bucket}/${key}`;
    const { endpoint } = given.target;
    const url = presign({ endpoint, method: 'PUT', path, region: REGION, expiresIn: 60 });
    return fetch(url, { method: 'PUT', body: Buffer.from(body), headers });
  };

  behaviour('an object is got back as it was put, with its type and metadata', async () => {
    const Body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await put('a/b', { Body, ContentType: 'image/x', Metadata: { principal: 'alice', 'received-at': '1' } });
    const got = await get('a/b');
    expect(Array.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Array.from(Body));
    const { ContentType, ContentLength, Metadata } = got;
    expect({ ContentType, ContentLength, Metadata }).toEqual({
      ContentType: 'image/x',
      ContentLength: 256,
      Metadata: { principal: 'alice', 'received-at': '1' },
    });
    expect(Date.now() - Number(got.LastModified)).toBeLessThan(60_000);
  });

  behaviour('the ETag of a put is the MD5 of the body, in quotes', async () => {
    const eTag = `"${createHash('md5').update('text').digest('hex')}"`;
    expect((await put('tag')).ETag).toBe(eTag);
    expect((await get('tag')).ETag).toBe(eTag);
  });

  behaviour('a head tells size, type, ETag and metadata', async () => {
    const { ETag } = await put('head', { ContentType: 'text/x', Metadata: { channel: 'publish' } });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'head' }))).toMatchObject({
      ETag,
      ContentLength: 4,
      ContentType: 'text/x',
      Metadata: { channel: 'publish' },
    });
  });

  behaviour('an object that was put without a type is binary/octet-stream', async () => {
    expect((await rawPut('untyped')).status).toBe(200);
    expect((await get('untyped')).ContentType).toBe('binary/octet-stream');
  });

  behaviour('an empty body is an object', async () => {
    await put('empty', { Body: new Uint8Array(0) });
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'empty' }))).ContentLength).toBe(0);
  });

  behaviour('If-None-Match: * puts what is not there', async () => {
    await put('once', { IfNoneMatch: '*' });
    expect(await text('once')).toBe('text');
  });

  behaviour('fails with 412 and keeps the object when If-None-Match: * meets one', async () => {
    await put('twice', { Body: 'first' });
    await expect(put('twice', { Body: 'second', IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text('twice')).toBe('first');
  });

  behaviour('of racing puts with If-None-Match: * one wins', async () => {
    const puts = Array.from({ length: 5 }, (_, n) => put('race', { Body: `${n}`, IfNoneMatch: '*' }));
    const settled = await Promise.allSettled(puts);
    const won = settled.findIndex(({ status }) => status === 'fulfilled');
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await text('race')).toBe(String(won));
  });

  behaviour('fails with NoSuchKey for a key that is not there', async () => {
    const error = { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } };
    await expect(get('missing')).rejects.toMatchObject(error);
  });

  behaviour('fails with 404 and no words for the head of a key that is not there', async () => {
    const error = { name: 'NotFound', $metadata: { httpStatusCode: 404 } };
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' }))).rejects.toMatchObject(error);
  });

  behaviour('fails with NoSuchBucket for a bucket that is not there', async () => {
    const missing = { Bucket: `${Bucket}-not`, Key: 'x' };
    const error = { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } };
    await expect(s3.send(new GetObjectCommand(missing))).rejects.toMatchObject(error);
  });

  behaviour('a delete succeeds, also of what is not there', async () => {
    await put('gone');
    const deleted = () => s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    expect((await deleted()).$metadata.httpStatusCode).toBe(204);
    expect((await deleted()).$metadata.httpStatusCode).toBe(204);
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  behaviour('several keys are deleted at once', async () => {
    await put('many/1');
    const Objects = [{ Key: 'many/1' }, { Key: 'many/2' }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key).sort()).toEqual(['many/1', 'many/2']);
  });

  behaviour('a range is answered with its bytes and place', async () => {
    await put('range', { Body: '0123456789' });
    const got = await get('range', { Range: 'bytes=2-5' });
    expect(await got.Body?.transformToString()).toBe('2345');
    expect(got.ContentRange).toBe('bytes 2-5/10');
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    expect(await text('range', { Range: 'bytes=8-99' })).toBe('89');
  });

  behaviour('fails with 416 for a range outside of the object', async () => {
    await put('short');
    const error = { name: 'InvalidRange', $metadata: { httpStatusCode: 416 } };
    await expect(get('short', { Range: 'bytes=10-20' })).rejects.toMatchObject(error);
  });

  behaviour('fails with BadDigest and stores nothing when the checksum is another', async () => {
    await expect(put('wrong', { ChecksumSHA256: sha256('other') })).rejects.toMatchObject({
      name: 'BadDigest',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(get('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  behaviour('fails with BadDigest when Content-MD5 is another', async () => {
    const ContentMD5 = createHash('md5').update('other').digest('base64');
    await expect(put('wrong-md5', { ContentMD5 })).rejects.toMatchObject({ name: 'BadDigest' });
  });

  behaviour('a checksum is kept and told to those who ask', async () => {
    const ChecksumSHA256 = sha256('text');
    await put('sum', { ChecksumSHA256 });
    const got = await get('sum', { ChecksumMode: 'ENABLED' });
    expect(got.ChecksumSHA256).toBe(ChecksumSHA256);
  });

  behaviour('fails with MetadataTooLarge above 2 KB of user metadata', async () => {
    const error = { name: 'MetadataTooLarge', $metadata: { httpStatusCode: 400 } };
    await expect(put('meta', { Metadata: { key: 'x'.repeat(2046) } })).rejects.toMatchObject(error);
    await put('meta', { Metadata: { key: 'x'.repeat(2045) } });
  });

  behaviour('a presigned PUT stores the body of whoever has the URL', async () => {
    expect((await rawPut('presigned', {}, 'from a URL')).status).toBe(200);
    expect(await text('presigned')).toBe('from a URL');
  });
});

function sha256(body: string): string {
  return createHash('sha256').update(body).digest('base64');
}
