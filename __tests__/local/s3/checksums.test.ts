import { crc32 } from 'node:zlib';
import { Crc32, Crc32c, Crc64Nvme } from '../../../local/s3/crc';
import { codeOf, makeBucket } from '../../helpers/buckets';

const CHECK = Buffer.from('123456789');

describe('a checksum', () => {
  // Check values of the CRC catalogue (reveng): CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME.
  it.each([
    ['CRC-32', new Crc32(), 'cbf43926'],
    ['CRC-32C', new Crc32c(), 'e3069283'],
    ['CRC-64/NVME', new Crc64Nvme(), 'ae8b14860a799888'],
  ])('%s has the published check value, however the bytes are cut', (_, sum, expected) => {
    sum.update(CHECK.subarray(0, 4));
    sum.update(CHECK.subarray(4));
    expect(sum.digest().toString('hex')).toBe(expected);
  });

  it.each([
    ['crc32', 'y/Q5Jg=='],
    ['crc32c', '4waSgw=='],
    ['crc64nvme', 'rosUhgp5mIg='],
    ['sha1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
    ['sha256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
  ])('%s is verified, stored and returned', async (algorithm, value) => {
    const { put, ask } = makeBucket();
    const header = `x-amz-checksum-${algorithm}`;
    expect((await put('k', CHECK, { [header]: value })).headers[header]).toBe(value);
    const got = await ask('GET', 'k', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(got.headers[header]).toBe(value);
    expect(codeOf((await put('k', 'other bytes', { [header]: value })).text)).toBe('BadDigest');
  });

  it.each([
    ['of an unknown algorithm', { 'x-amz-checksum-md4': 'abc=' }],
    ['of the wrong length', { 'x-amz-checksum-crc32': 'abc=' }],
    ['of two algorithms', { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-crc32c': '4waSgw==' }],
  ])('fails when it is %s', async (_, headers) => {
    const { put } = makeBucket();
    expect(codeOf((await put('k', CHECK, headers)).text)).toBe('InvalidRequest');
  });
});

describe('an aws-chunked body', () => {
  const headers = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '9',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'content-encoding': 'aws-chunked',
  };
  const trailer = (value: string) => `x-amz-checksum-crc32:${value}\r\n\r\n`;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(CHECK));
  const right = sum.toString('base64');

  it('is decoded, and verified by its trailer', async () => {
    const { put, ask } = makeBucket();
    const body = `4\r\n1234\r\n5\r\n56789\r\n0\r\n${trailer(right)}`;
    expect((await put('k', body, headers)).status).toBe(200);
    const got = await ask('GET', 'k');
    expect(got.text).toBe('123456789');
    expect(got.headers).not.toHaveProperty('content-encoding');
  });

  it('may carry signatures, which are not checked', async () => {
    const { put, ask } = makeBucket();
    const signed = {
      ...headers,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-trailer': '',
    };
    await put('k', '9;chunk-signature=abc\r\n123456789\r\n0;chunk-signature=def\r\n\r\n', signed);
    expect((await ask('GET', 'k')).text).toBe('123456789');
  });

  it.each([
    ['its trailer is wrong', `9\r\n123456789\r\n0\r\n${trailer('AAAAAA==')}`, 'BadDigest'],
    ['its trailer is missing', '9\r\n123456789\r\n0\r\n\r\n', 'InvalidRequest'],
    ['it ends within a chunk', '9\r\n12345', 'IncompleteBody'],
    ['it is shorter than announced', `5\r\n12345\r\n0\r\n${trailer(right)}`, 'IncompleteBody'],
    ['a size is no number', `zz\r\n12345\r\n0\r\n${trailer(right)}`, 'InvalidRequest'],
  ])('fails when %s', async (_, body, code) => {
    const { put, bucket } = makeBucket();
    expect(codeOf((await put('k', body, headers)).text)).toBe(code);
    expect(bucket.get('k')).toBeUndefined();
  });
});
