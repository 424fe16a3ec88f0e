import { createHash } from 'node:crypto';
import { codeOf, makeBucket } from '../../helpers/buckets';

const MIB = 1024 * 1024;
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

async function setUp() {
  const made = makeBucket();
  const { text } = await made.ask('POST', 'k?uploads', {
    headers: { 'x-amz-meta-who': 'me', 'content-type': 'a/b' },
  });
  const id = /<UploadId>(.*?)</.exec(text)?.[1] ?? '';
  const part = (number: number, bytes: Buffer) =>
    made.ask('PUT', `k?partNumber=${number}&uploadId=${id}`, { body: bytes });
  const complete = (parts: [number, string | undefined][]) => {
    const list = parts.map(
      ([number, eTag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${eTag}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`);
    return made.ask('POST', `k?uploadId=${id}`, { body });
  };
  return { ...made, id, part, complete };
}

describe('a multipart upload', () => {
  it('becomes one object of the parts named, with the metadata of its start', async () => {
    const { part, complete, ask, s3, bucket } = await setUp();
    const [first, second] = [Buffer.alloc(5 * MIB, 'a'), Buffer.from('the end')];
    await part(1, Buffer.from('replaced below'));
    const one = await part(1, first);
    const two = await part(7, second);
    await part(9, Buffer.from('not named'));
    expect(
      (
        await complete([
          [1, one.headers.etag],
          [7, two.headers.etag],
        ])
      ).status,
    ).toBe(200);
    const eTag = createHash('md5')
      .update(Buffer.concat([md5(first), md5(second)]))
      .digest('hex');
    const got = await ask('GET', 'k', { headers: { range: `bytes=${5 * MIB - 2}-` } });
    expect(got.text).toBe('aathe end');
    expect(got.headers).toMatchObject({ etag: `"${eTag}-2"`, 'x-amz-meta-who': 'me', 'content-type': 'a/b' });
    expect(bucket.uploads.size).toBe(0);
    s3.stop();
  });

  it('lists its parts', async () => {
    const { part, ask, id } = await setUp();
    await part(2, Buffer.from('b'));
    await part(1, Buffer.from('a'));
    const { text } = await ask('GET', `k?uploadId=${id}`);
    expect(text.match(/<PartNumber>\d+/g)).toEqual(['<PartNumber>1', '<PartNumber>2']);
  });

  it('is gone when it is aborted', async () => {
    const { part, ask, id } = await setUp();
    await part(1, Buffer.from('a'));
    expect((await ask('DELETE', `k?uploadId=${id}`)).status).toBe(204);
    expect(codeOf((await part(1, Buffer.from('a'))).text)).toBe('NoSuchUpload');
  });

  it('fails to complete out of order, with a wrong part, or with a small one before the last', async () => {
    const { part, complete } = await setUp();
    const { etag } = (await part(1, Buffer.from('a'))).headers;
    await part(2, Buffer.from('a'));
    expect(
      codeOf(
        (
          await complete([
            [2, etag],
            [1, etag],
          ])
        ).text,
      ),
    ).toBe('InvalidPartOrder');
    expect(codeOf((await complete([[3, etag]])).text)).toBe('InvalidPart');
    expect(codeOf((await complete([[1, '"other"']])).text)).toBe('InvalidPart');
    expect(
      codeOf(
        (
          await complete([
            [1, etag],
            [2, etag],
          ])
        ).text,
      ),
    ).toBe('EntityTooSmall');
    expect(codeOf((await complete([])).text)).toBe('MalformedXML');
  });
});
