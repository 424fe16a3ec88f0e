import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { codeOf, makeBucket } from '../../helpers/buckets';

const md5 = (bytes: Buffer | string) => createHash('md5').update(bytes).digest('hex');

describe('an object', () => {
  it('comes back as it was put, with its headers and metadata', async () => {
    const { put, ask, cloud } = makeBucket();
    const headers = {
      'content-type': 'text/odd; charset=x',
      'x-amz-meta-who': 'me',
      'cache-control': 'no-store',
    };
    const answer = await put('a/b', 'text', headers);
    expect(answer).toMatchObject({ status: 200, headers: { etag: `"${md5('text')}"` } });
    const got = await ask('GET', 'a/b');
    expect(got).toMatchObject({ status: 200, text: 'text' });
    expect(got.headers).toMatchObject({
      ...headers,
      'content-length': '4',
      etag: `"${md5('text')}"`,
      'last-modified': new Date(cloud.time).toUTCString(),
      'accept-ranges': 'bytes',
    });
  });

  it('is binary/octet-stream without a content type, and may be empty', async () => {
    const { put, ask } = makeBucket();
    await put('empty', '');
    const { status, headers, text } = await ask('GET', 'empty');
    expect({ status, text, type: headers['content-type'] }).toEqual({
      status: 200,
      text: '',
      type: 'binary/octet-stream',
    });
  });

  it('goes to a file when it is large, and the file goes with the object', async () => {
    const { cloud, ask, put, s3 } = makeBucket();
    const bytes = Buffer.alloc(1024 * 1024 + 1, 'x');
    const path = s3.files.newPath();
    await ask('PUT', 'large', {
      body: Readable.from([bytes]),
      headers: { 'content-length': String(bytes.length) },
    });
    expect(readdirSync(dirname(path))).toHaveLength(1);
    const response = await cloud.send('s3', { path: '/bucket/large', headers: { range: 'bytes=-3' } });
    expect(response.text).toBe('xxx');
    await put('large', 'small now');
    while (readdirSync(dirname(path)).length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    s3.stop();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('leaves nothing behind when its body breaks off', async () => {
    const { ask, s3, bucket } = makeBucket();
    const path = s3.files.newPath();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(2 * 1024 * 1024);
        throw new Error('connection reset');
      })(),
    );
    const { status, text } = await ask('PUT', 'k', {
      body: broken,
      headers: { 'content-length': '9000000' },
    });
    expect([status, codeOf(text)]).toEqual([400, 'IncompleteBody']);
    expect(bucket.get('k')).toBeUndefined();
    expect(readdirSync(dirname(path))).toEqual([]);
    s3.stop();
  });

  it.each([
    ['bytes=1-2', 206, 'bc', 'bytes 1-2/5'],
    ['bytes=3-', 206, 'de', 'bytes 3-4/5'],
    ['bytes=-2', 206, 'de', 'bytes 3-4/5'],
    ['bytes=0-99', 206, 'abcde', 'bytes 0-4/5'],
    ['bytes=0-1,3-4', 200, 'abcde', undefined],
    ['lines=1-2', 200, 'abcde', undefined],
  ])('answers the range %s', async (range, status, text, contentRange) => {
    const { put, ask } = makeBucket();
    await put('k', 'abcde');
    const answer = await ask('GET', 'k', { headers: { range } });
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it('answers HEAD with the length and no body', async () => {
    const { put, ask } = makeBucket();
    await put('k', 'abcde');
    const { status, headers, text } = await ask('HEAD', 'k');
    expect({ status, length: headers['content-length'], text }).toEqual({
      status: 200,
      length: '5',
      text: '',
    });
  });

  it.each([
    ['if-match', 'other', 412],
    ['if-match', `"${md5('text')}"`, 200],
    ['if-none-match', `"${md5('text')}"`, 304],
    ['if-none-match', '"other"', 200],
    ['if-modified-since', new Date(1_700_000_000_000).toUTCString(), 304],
    ['if-unmodified-since', new Date(1_600_000_000_000).toUTCString(), 412],
  ])('answers GET with %s: %s by %i', async (header, value, status) => {
    const { put, ask } = makeBucket();
    await put('k');
    expect((await ask('GET', 'k', { headers: { [header]: value } })).status).toBe(status);
  });

  it('is deleted once and for all', async () => {
    const { put, ask } = makeBucket();
    await put('k');
    expect((await ask('DELETE', 'k')).status).toBe(204);
    expect((await ask('DELETE', 'k')).status).toBe(204);
    const { status, text } = await ask('GET', 'k');
    expect([status, codeOf(text)]).toEqual([404, 'NoSuchKey']);
  });
});

describe('PutObject', () => {
  it('never overwrites with If-None-Match: *, of many at once exactly one', async () => {
    const { put, ask } = makeBucket();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => put('k', `text ${index}`, { 'if-none-match': '*' })),
    );
    const winners = answers.filter(({ status }) => status === 200);
    const losers = answers.filter(
      ({ status, text }) => status === 412 && codeOf(text) === 'PreconditionFailed',
    );
    expect([winners.length, losers.length]).toEqual([1, 19]);
    expect(`"${md5((await ask('GET', 'k')).text)}"`).toBe(winners[0]?.headers.etag);
  });

  it('fails for metadata above 2 KB, and takes just as much', async () => {
    const { put } = makeBucket();
    expect((await put('k', 'x', { 'x-amz-meta-ab': 'y'.repeat(2046) })).status).toBe(200);
    const { status, text } = await put('k', 'x', { 'x-amz-meta-ab': 'y'.repeat(2047) });
    expect([status, codeOf(text)]).toEqual([400, 'MetadataTooLarge']);
  });

  it('fails for a key above 1,024 bytes', async () => {
    const { put } = makeBucket();
    expect((await put('k'.repeat(1024))).status).toBe(200);
    expect(codeOf((await put(encodeURIComponent('ü'.repeat(513)))).text)).toBe('KeyTooLongError');
  });

  it.each([
    ['another MD5', { 'content-md5': Buffer.alloc(16).toString('base64') }, 'BadDigest'],
    ['an MD5 that is none', { 'content-md5': 'abc' }, 'InvalidDigest'],
    ['fewer bytes than announced', { 'content-length': '100' }, 'IncompleteBody'],
    ['an If-None-Match other than *', { 'if-none-match': '"x"' }, 'NotImplemented'],
    ['an access control list', { 'x-amz-acl': 'public-read' }, 'NotImplemented'],
  ])('fails for %s', async (_, headers, code) => {
    const { put, bucket } = makeBucket();
    expect(codeOf((await put('k', 'text', headers)).text)).toBe(code);
    expect(bucket.get('k')).toBeUndefined();
  });

  it('fails with 411 for a stream of unknown length', async () => {
    const { ask } = makeBucket();
    expect((await ask('PUT', 'k', { body: Readable.from([Buffer.from('x')]) })).status).toBe(411);
  });
});

describe('S3', () => {
  it('fails with 404 for a bucket that does not exist', async () => {
    const { cloud } = makeBucket();
    const { status, text } = await cloud.send('s3', { path: '/other/k' });
    expect([status, codeOf(text)]).toEqual([404, 'NoSuchBucket']);
  });

  it('fails for a call that was signed for another region, and says which is right', async () => {
    const { cloud } = makeBucket();
    const { status, headers, text } = await cloud.send('s3', { path: '/bucket/k', region: 'us-east-1' });
    expect([status, codeOf(text)]).toEqual([400, 'AuthorizationHeaderMalformed']);
    expect(headers['x-amz-bucket-region']).toBe('eu-west-2');
  });

  it.each(['k?acl', 'k?tagging', '?policy', '?versions', 'k?partNumber=1', '?prefix=a'])(
    'fails with 501 that names the operation GET %s',
    async (path) => {
      const { ask } = makeBucket();
      const { status, text } = await ask('GET', path);
      expect(status).toBe(501);
      expect(text).toContain('is not served by the local cloud');
    },
  );

  it('passes the gate once, with the action and the ARN of the object', async () => {
    const { cloud, put } = makeBucket();
    const run = jest.spyOn(cloud.gate, 'run');
    await put('a%20b');
    expect(run.mock.calls.map(([{ action, resource }]) => [action, resource])).toEqual([
      ['s3:PutObject', 'arn:aws:s3:::bucket/a b'],
    ]);
  });

  it('deletes many keys, each behind the gate', async () => {
    const { cloud, put, ask, bucket } = makeBucket();
    await put('a');
    await put('b&c');
    const run = jest.spyOn(cloud.gate, 'run');
    const body = Buffer.from(
      '<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object><Object><Key>007</Key></Object></Delete>',
    );
    const { text } = await ask('POST', '?delete', { body });
    expect(text.match(/<Key>.*?<\/Key>/g)).toEqual(['<Key>a</Key>', '<Key>b&amp;c</Key>', '<Key>007</Key>']);
    expect([bucket.get('a'), bucket.get('b&c')]).toEqual([undefined, undefined]);
    expect(run.mock.calls.map(([{ resource }]) => resource)).toEqual([
      'arn:aws:s3:::bucket/a',
      'arn:aws:s3:::bucket/b&c',
      'arn:aws:s3:::bucket/007',
    ]);
  });
});

describe('a header that asks for more than is served', () => {
  it.each([
    [{ 'x-amz-server-side-encryption': 'aws:kms' }, 501, 'NotImplemented'],
    [{ 'x-amz-storage-class': 'GLACIER' }, 501, 'NotImplemented'],
    [{ 'x-amz-copy-source': '/bucket/other' }, 501, 'NotImplemented'],
    [{ 'x-amz-expected-bucket-owner': '111111111111' }, 403, 'AccessDenied'],
    [{ 'x-amz-content-sha256': '0'.repeat(64) }, 400, 'XAmzContentSHA256Mismatch'],
  ])('fails for %j', async (headers, status, code) => {
    const { put, bucket } = makeBucket();
    const answer = await put('k', 'text', headers as unknown as Record<string, string>);
    expect([answer.status, codeOf(answer.text)]).toEqual([status, code]);
    expect(bucket.get('k')).toBeUndefined();
  });

  it('fails for UploadPartCopy', async () => {
    const { ask } = makeBucket();
    const headers = { 'x-amz-copy-source': '/bucket/other' };
    expect((await ask('PUT', 'k?partNumber=1&uploadId=u', { headers })).status).toBe(501);
  });

  it('does not fail for the values that are served', async () => {
    const { put } = makeBucket();
    const headers = {
      'x-amz-server-side-encryption': 'AES256',
      'x-amz-storage-class': 'STANDARD',
      'x-amz-expected-bucket-owner': '000000000000',
      'x-amz-content-sha256': createHash('sha256').update('text').digest('hex'),
    };
    expect((await put('k', 'text', headers)).status).toBe(200);
  });
});
