import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
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

describe('a part that arrives late', () => {
  it.each(['completed', 'aborted'])(
    'is refused and leaves the object alone when the upload was %s',
    async (how) => {
      const { ask, part, complete, id, s3 } = await setUp();
      const { etag } = (await part(1, Buffer.from('good'))).headers;
      let finish: (bytes: Buffer | null) => void = () => {};
      const body = new Readable({ read() {} });
      finish = (bytes) => body.push(bytes);
      const late = ask('PUT', `k?partNumber=1&uploadId=${id}`, { body, headers: { 'content-length': '4' } });
      finish(Buffer.from('late'));
      if (how === 'completed') expect((await complete([[1, etag]])).status).toBe(200);
      else expect((await ask('DELETE', `k?uploadId=${id}`)).status).toBe(204);
      finish(null);
      expect(codeOf((await late).text)).toBe('NoSuchUpload');
      const got = await ask('GET', 'k');
      expect(how === 'completed' ? got.text : got.status).toBe(how === 'completed' ? 'good' : 404);
      s3.stop();
    },
  );
});

describe('a large object of parts', () => {
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const large = async () => {
    const made = await setUp();
    const bytes = Buffer.alloc(5 * MIB, 'a');
    const parts: [number, string | undefined][] = [];
    for (const number of [1, 2, 3]) parts.push([number, (await made.part(number, bytes)).headers.etag]);
    await made.complete(parts);
    const get = async () => (await made.bucket.get('k')!.body.read(0, 15 * MIB - 1)) as Readable;
    return { ...made, get };
  };

  it('holds no file open that nobody reads', async () => {
    const { get, s3 } = await large();
    const before = openFiles();
    const stream = await get();
    expect(openFiles()).toBe(before);
    stream.destroy();
    s3.stop();
  });

  it('is read to its end when it is deleted meanwhile', async () => {
    const { get, ask, s3 } = await large();
    const stream = await get();
    await ask('DELETE', 'k');
    let size = 0;
    for await (const chunk of stream) size += chunk.length;
    expect(size).toBe(15 * MIB);
    s3.stop();
  });
});
