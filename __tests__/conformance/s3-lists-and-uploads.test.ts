import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { conformance } from './conformance';

/** The least that every part but the last must have (S3 User Guide, "Multipart upload limits"). */
const PART_BYTES = 5 * 1024 * 1024;

conformance('S3 lists and uploads', (behaviour, given) => {
  const s3 = given.client((config) => new S3Client(config));
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await given.target.createBucket();
  });
  const putAll = async (...keys: string[]) => {
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text' }));
  };
  const list = (more: Partial<ListObjectsV2Command['input']>) =>
    s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  const keysOf = ({ Contents = [] }: Awaited<ReturnType<typeof list>>) => Contents.map(({ Key }) => Key);

  behaviour('a list below a prefix is in the order of UTF-8 bytes, with sizes and ETags', async () => {
    await putAll('order/b', 'order/a', 'order/Z', 'order/a/1', 'other');
    const listed = await list({ Prefix: 'order/' });
    expect(keysOf(listed)).toEqual(['order/Z', 'order/a', 'order/a/1', 'order/b']);
    const ETag = `"${createHash('md5').update('text').digest('hex')}"`;
    expect(listed.Contents?.[0]).toMatchObject({ Size: 4, ETag });
    expect(listed).toMatchObject({ KeyCount: 4, IsTruncated: false });
  });

  behaviour('pages follow one another without a gap until the last says so', async () => {
    const keys = Array.from({ length: 7 }, (_, n) => `page/${n}`);
    await putAll(...keys);
    const seen: unknown[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ Prefix: 'page/', MaxKeys: 3, ContinuationToken });
      expect(page.KeyCount).toBeLessThanOrEqual(3);
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      seen.push(...keysOf(page));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(keys);
  });

  behaviour('a list starts after a key, whether that is there or not', async () => {
    await putAll('start/a', 'start/c');
    expect(keysOf(await list({ Prefix: 'start/', StartAfter: 'start/a' }))).toEqual(['start/c']);
    expect(keysOf(await list({ Prefix: 'start/', StartAfter: 'start/b' }))).toEqual(['start/c']);
  });

  behaviour('a delimiter rolls keys up', async () => {
    await putAll('roll/a', 'roll/b/1', 'roll/b/2');
    const listed = await list({ Prefix: 'roll/', Delimiter: '/' });
    expect(keysOf(listed)).toEqual(['roll/a']);
    expect(listed.CommonPrefixes).toEqual([{ Prefix: 'roll/b/' }]);
  });

  behaviour('a list of nothing is empty', async () => {
    expect(await list({ Prefix: 'nothing/' })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  const begin = async (Key: string) => {
    const create = new CreateMultipartUploadCommand({
      Bucket,
      Key,
      ContentType: 'text/x',
      Metadata: { a: 'b' },
    });
    const { UploadId } = await s3.send(create);
    return { Bucket, Key, UploadId };
  };
  type Upload = Awaited<ReturnType<typeof begin>>;
  const upload = async (begun: Upload, PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...begun, PartNumber, Body }));
    return { ETag, PartNumber };
  };
  const complete = (begun: Upload, Parts: Awaited<ReturnType<typeof upload>>[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...begun, MultipartUpload: { Parts } }));

  behaviour(
    'parts sent in any order make one object, with the type and metadata of the beginning',
    async () => {
      const begun = await begin('multipart');
      const [first, last] = [Buffer.alloc(PART_BYTES, 'a'), Buffer.from('the end')];
      const second = await upload(begun, 2, last);
      const parts = [await upload(begun, 1, first), second];
      const { ETag } = await complete(begun, parts);
      const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
      expect(ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(last)])).toString('hex')}-2"`);
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'multipart', Range: 'bytes=-9' }));
      expect(await got.Body?.transformToString()).toBe('aathe end');
      expect(got.ContentType).toBe('text/x');
      expect(got.Metadata).toEqual({ a: 'b' });
    },
  );

  behaviour('what is not complete is no object, and its parts are listed', async () => {
    const begun = await begin('unfinished');
    await upload(begun, 1, Buffer.from('part'));
    const { Parts } = await s3.send(new ListPartsCommand(begun));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 4 }]);
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'unfinished' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  behaviour('fails with NoSuchUpload after an abort', async () => {
    const begun = await begin('aborted');
    await s3.send(new AbortMultipartUploadCommand(begun));
    await expect(upload(begun, 1, Buffer.from('late'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  behaviour('fails with EntityTooSmall when a part before the last is below 5 MB', async () => {
    const begun = await begin('small');
    const parts = [await upload(begun, 1, Buffer.from('a')), await upload(begun, 2, Buffer.from('b'))];
    await expect(complete(begun, parts)).rejects.toMatchObject({ name: 'EntityTooSmall' });
  });

  behaviour('fails with InvalidPart when a part has another ETag', async () => {
    const begun = await begin('other');
    await upload(begun, 1, Buffer.from('a'));
    const other = { PartNumber: 1, ETag: `"${'0'.repeat(32)}"` };
    await expect(complete(begun, [other])).rejects.toMatchObject({ name: 'InvalidPart' });
  });

  behaviour('fails with InvalidPartOrder when the list of parts is not in order', async () => {
    const begun = await begin('unordered');
    const parts = [
      await upload(begun, 2, Buffer.from('b')),
      await upload(begun, 1, Buffer.alloc(PART_BYTES)),
    ];
    await expect(complete(begun, parts)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  });
});
