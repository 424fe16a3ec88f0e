import type { AwsRequest, ServiceName } from '../../../local/core/call';
import { Credentials } from '../../../local/core/credentials';
import { Outages } from '../../../local/faults/outages';
import { frontDoor } from '../../../local/front-door/front-door';
import type { HttpRequest } from '../../../local/front-door/server';
import { Signatures } from '../../../local/signatures/verifier';
import { httpRequest } from '../../helpers/http-request';
import { type SignProps, sign } from '../../helpers/sign';

const ok = (body: string) => ({ status: 200, headers: {}, body });

/** Epoch ms at which the signatures of these tests are made. */
const NOW = Date.parse('2026-01-01T00:05:00Z');

function door() {
  const calls: (AwsRequest & { service: ServiceName })[] = [];
  const credentials = new Credentials('aws', '000000000000');
  const answer = frontDoor({
    signatures: new Signatures(credentials, () => NOW),
    outages: new Outages(),
    cloud: {
      handle: async (service, request) => {
        calls.push({ ...request, service });
        return ok('aws');
      },
    },
    api: async () => ok('api'),
    admin: async () => ok('admin'),
    serves: (name): name is ServiceName => ['s3', 'sqs', 'sts'].includes(name),
  });
  return { answer, calls, credentials };
}

/** A request signed at {@link NOW} unless another date is given. */
async function signed(props: Partial<SignProps> & { path?: string }): Promise<HttpRequest> {
  const url = `http://127.0.0.1${props.path ?? '/'}`;
  const request = await sign({ date: new Date(NOW), service: 'sqs', ...props, url });
  const body = Buffer.from(props.body ?? '');
  return httpRequest(props.method ?? 'GET', request.url, request.headers, body);
}

const unsigned = (service: string, region = 'eu-west-2') => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
  'X-Amz-Date': '20260101T000500Z',
});

describe('the front door', () => {
  it('sends a signed call to the service and region of its signature, with its body', async () => {
    const { answer, calls } = door();
    const props = { method: 'POST', path: '/000000000000/q', region: 'us-east-1', body: 'Action=x' };
    expect(await answer(await signed(props))).toMatchObject({ body: 'aws' });
    expect(calls[0]).toMatchObject({ service: 'sqs', region: 'us-east-1', path: '/000000000000/q' });
    expect(calls[0]?.body).toEqual(Buffer.from('Action=x'));
  });

  it('sends a presigned call there too', async () => {
    const { answer, calls } = door();
    await answer(await signed({ service: 's3', path: '/bucket/key', presignSeconds: 60 }));
    expect(calls[0]).toMatchObject({ service: 's3', region: 'eu-west-2', path: '/bucket/key' });
  });

  it('fails for a call whose signature is not its own, in the form of its service', async () => {
    const { answer, calls } = door();
    const ask = async (service: string) => {
      const { status, headers, body } = await answer(httpRequest('GET', '/', unsigned(service)));
      return [
        status,
        headers['content-type'],
        /SignatureDoesNotMatch|InvalidSignatureException/.exec(String(body))?.[0],
      ];
    };
    expect(await ask('s3')).toEqual([403, 'application/xml', 'SignatureDoesNotMatch']);
    expect(await ask('sqs')).toEqual([403, 'application/json', 'InvalidSignatureException']);
    expect(await ask('sts')).toEqual([403, 'text/xml', 'SignatureDoesNotMatch']);
    expect(calls).toEqual([]);
  });

  it('fails with 403 for a presigned call after its time', async () => {
    const { answer } = door();
    const date = new Date(NOW - 60_000);
    const late = await signed({ service: 's3', path: '/bucket/key', presignSeconds: 60, date });
    const body = expect.stringContaining('Request has expired');
    expect(await answer(late)).toMatchObject({ status: 403, body });
  });

  it('sends calls signed for APIs to the APIs, which verify where they ask for it', async () => {
    const { answer } = door();
    const path = '/eu-west-2/beta/publish';
    expect(await answer(httpRequest('POST', path, unsigned('execute-api')))).toMatchObject({ body: 'api' });
  });

  it('takes a call with a credential but no signature in its query for an API call', async () => {
    const { answer } = door();
    const { path, query } = await signed({ service: 's3', path: '/bucket/key', presignSeconds: 60 });
    query.delete('X-Amz-Signature');
    expect(await answer(httpRequest('GET', `${path}?${query}`))).toMatchObject({ body: 'api' });
  });

  it('knows roles by their keys, and takes anyone else for the operator', async () => {
    const { answer, calls, credentials } = door();
    await answer(
      await signed({ credentials: credentials.issue({ roleArn: 'arn:aws:iam::000000000000:role/lane' }) }),
    );
    await answer(await signed({ credentials: { accessKeyId: 'anything', secretAccessKey: 'anything' } }));
    expect(calls.map(({ caller }) => caller.principal)).toEqual([
      'arn:aws:iam::000000000000:role/lane',
      'arn:aws:iam::000000000000:root',
    ]);
  });

  it.each([
    ['no signature', {}],
    ['another scheme', { Authorization: 'Bearer token' }],
    ['a broken scope', { Authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' }],
  ])('takes a call with %s for an API call', async (_what, headers: Record<string, string>) => {
    const { answer } = door();
    expect(await answer(httpRequest('POST', '/eu-west-2/beta/publish', headers))).toMatchObject({
      body: 'api',
    });
  });

  it('keeps the paths below /_local/ for itself', async () => {
    const { answer } = door();
    expect(await answer(httpRequest('GET', '/_local/health', unsigned('s3')))).toMatchObject({
      body: 'admin',
    });
  });

  it('fails with 501 for a service that is not served', async () => {
    const { answer } = door();
    expect(await answer(httpRequest('POST', '/', unsigned('kinesis')))).toMatchObject({
      status: 501,
      headers: { 'x-amzn-errortype': 'NotImplemented' },
      body: expect.stringContaining('kinesis'),
    });
  });
});
