import fc from 'fast-check';
import { Credentials } from '../../../local/core/credentials';
import type { SignatureError } from '../../../local/signatures/signature-error';
import { Signatures } from '../../../local/signatures/verifier';
import { httpRequest } from '../../helpers/http-request';
import { type SignProps, sign } from '../../helpers/sign';

const NOW = Date.parse('2026-01-01T00:05:00Z');
const MINUTE = 60_000;
const credentials = new Credentials('aws', '000000000000');
const signatures = new Signatures(credentials, () => NOW);

/** A request signed by the SDK, as it arrives. */
async function arriving(props: Partial<SignProps> & { path?: string } = {}) {
  const url = `http://127.0.0.1:4566${props.path ?? '/eu-west-2/beta/publish'}`;
  const given = { method: 'POST', date: new Date(NOW), ...props, url };
  const { url: signedUrl, headers } = await sign(given);
  const body = Buffer.from(props.body ?? '');
  return { request: httpRequest(given.method, signedUrl, headers, body), body };
}

function fault(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as SignatureError).fault;
  }
}

describe('a signature of the AWS SDK', () => {
  it('is accepted whatever the path, the query, the headers and the body, and refused with any other body', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.webSegment(), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
          fc.string(),
        ),
        fc.string({ unit: fc.constantFrom('a', ' ', 'b') }),
        fc.uint8Array(),
        fc.constantFrom('execute-api', 'sqs', 'dynamodb'),
        async (segments, query, header, bytes, service) => {
          const path = `/${segments.join('/')}?${new URLSearchParams(query)}`;
          const headers = { 'x-of-ours': header };
          const { request, body } = await arriving({ path, headers, body: Buffer.from(bytes), service });
          expect(signatures.verify(request, body).principal).toBe('arn:aws:iam::000000000000:root');
          expect(fault(() => signatures.verify(request, Buffer.concat([body, Buffer.from('!')])))).toBe(
            'MISMATCH',
          );
        },
      ),
    ));

  it('is accepted for keys of S3 however they are encoded', async () => {
    const path = '/bucket/a%20b/%C3%A9%27%281%29%2B';
    const { request } = await arriving({ service: 's3', method: 'PUT', path });
    for (const sent of [path, "/bucket/a%20b/%c3%a9'(1)%2B"]) {
      expect(fault(() => signatures.verify({ ...request, path: sent }))).toBe('none');
    }
  });

  it('is accepted in the query for as long as it says', async () => {
    const ask = async (ageMs: number) => {
      const date = new Date(NOW - ageMs);
      const { request } = await arriving({ service: 's3', path: '/bucket/key', presignSeconds: 300, date });
      return fault(() => signatures.verify(request));
    };
    expect(await ask(299_000)).toBe('none');
    expect(await ask(300_000)).toBe('EXPIRED');
    expect(await ask(-14 * MINUTE)).toBe('none');
    expect(await ask(-16 * MINUTE)).toBe('SKEWED');
  });

  it('tells whose it is by the key', async () => {
    const issued = credentials.issue({ roleArn: 'arn:aws:iam::000000000000:role/lane', sessionName: 's' });
    const { request, body } = await arriving({ credentials: issued });
    expect(signatures.verify(request, body)).toMatchObject({
      principal: 'arn:aws:iam::000000000000:role/lane',
      sessionName: 's',
    });
  });
});

describe('a signature fails', () => {
  const HEADERS = { 'idempotency-key': 'one' };

  it.each([
    ['another method', (request: ReturnType<typeof httpRequest>) => ({ ...request, method: 'PUT' })],
    ['another path', (request) => ({ ...request, path: '/eu-west-2/beta/jobs' })],
    ['another query', (request) => ({ ...request, query: new URLSearchParams('a=1') })],
    [
      'another value of a signed header',
      (request) => ({
        ...request,
        rawHeaders: request.rawHeaders.map((text) => (text === 'one' ? 'two' : text)),
      }),
    ],
  ] as [string, (request: ReturnType<typeof httpRequest>) => ReturnType<typeof httpRequest>][])(
    'with %s',
    async (_what, tamper) => {
      const { request, body } = await arriving({ headers: HEADERS });
      expect(fault(() => signatures.verify(request, body))).toBe('none');
      expect(fault(() => signatures.verify(tamper(request), body))).toBe('MISMATCH');
    },
  );

  it('made with another secret, and says what secret is accepted', async () => {
    const stranger = { accessKeyId: 'AKIA1', secretAccessKey: 'real' };
    const { request, body } = await arriving({ credentials: stranger });
    expect(() => signatures.verify(request, body)).toThrow('AWS_SECRET_ACCESS_KEY=AKIA1');
  });

  it.each([
    ['execute-api', 5],
    ['s3', 15],
  ])('of %s more than %i minutes away', async (service, minutes) => {
    const ask = async (ms: number) => {
      const { request, body } = await arriving({ service, date: new Date(NOW + ms) });
      return fault(() => signatures.verify(request, service === 's3' ? undefined : body));
    };
    expect(await ask(minutes * MINUTE)).toBe('none');
    expect(await ask(-minutes * MINUTE)).toBe('none');
    expect(await ask(minutes * MINUTE + 1000)).toBe('SKEWED');
    expect(await ask(-minutes * MINUTE - 1000)).toBe('SKEWED');
  });

  it('of a role without its session token, with another one, and after its end', async () => {
    const roleArn = 'arn:aws:iam::000000000000:role/lane';
    const { sessionToken, ...keys } = credentials.issue({ roleArn });
    const ask = async (given: NonNullable<SignProps['credentials']>) => {
      const { request, body } = await arriving({ credentials: given });
      return fault(() => signatures.verify(request, body));
    };
    expect(await ask({ ...keys, sessionToken })).toBe('none');
    expect(await ask(keys)).toBe('TOKEN');
    expect(await ask({ ...keys, sessionToken: 'other' })).toBe('TOKEN');
    expect(await ask(credentials.issue({ roleArn, expiresAt: NOW + 1 }))).toBe('none');
    expect(await ask(credentials.issue({ roleArn, expiresAt: NOW }))).toBe('TOKEN_EXPIRED');
  });

  it('when S3 is sent a header of its own that is not signed', async () => {
    const { request } = await arriving({ service: 's3', path: '/bucket/key', presignSeconds: 60 });
    const headers = { ...request.headers, 'x-amz-meta-principal': 'somebody' };
    expect(fault(() => signatures.verify({ ...request, headers }))).toBe('UNSIGNED_HEADERS');
  });

  it('when the host is not signed', async () => {
    const { request, body } = await arriving();
    const headers = { ...request.headers };
    headers.authorization = headers.authorization?.replace('host;', '') ?? '';
    expect(fault(() => signatures.verify({ ...request, headers }, body))).toBe('UNSIGNED_HEADERS');
  });

  it.each([
    ['no signature', 'Signature=\\w+', 'Signature='],
    ['no signed headers', 'SignedHeaders=[^,]+', 'SignedHeaders='],
    ['a scope of another day', '/20260101/', '/20260102/'],
    ['a broken scope', 'aws4_request', 'aws5_request'],
  ])('with %s', async (_what, pattern, replacement) => {
    const { request, body } = await arriving();
    const authorization = request.headers.authorization?.replace(new RegExp(pattern), replacement) ?? '';
    const headers = { ...request.headers, authorization };
    expect(fault(() => signatures.verify({ ...request, headers }, body))).toBe('INCOMPLETE');
  });

  it.each(['X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Algorithm'])(
    'in a query without %s',
    async (name) => {
      const { request } = await arriving({ service: 's3', path: '/bucket/key', presignSeconds: 60 });
      request.query.delete(name);
      expect(fault(() => signatures.verify(request))).toBe('INCOMPLETE');
    },
  );

  it('that would hold for longer than a week', async () => {
    const { request } = await arriving({ service: 's3', path: '/bucket/key', presignSeconds: 60 });
    request.query.set('X-Amz-Expires', '604801');
    expect(fault(() => signatures.verify(request))).toBe('INCOMPLETE');
  });
});

/** The example of AWS itself (S3 API reference, "Signature Calculations for the Authorization Header", GET Object). */
it("accepts the signature of AWS's own example", () => {
  const date = Date.parse('2013-05-24T00:00:00Z');
  const caller = { principal: 'arn:aws:iam::000000000000:root' };
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const example = new Signatures({ find: () => ({ caller, secretAccessKey }) }, () => date);
  const headers = {
    Host: 'examplebucket.s3.amazonaws.com',
    Range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    Authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  };
  expect(example.verify(httpRequest('GET', '/test.txt', headers))).toEqual(caller);
});
