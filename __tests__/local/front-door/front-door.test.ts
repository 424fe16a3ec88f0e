import type { AwsRequest, ServiceName } from '../../../local/core/call';
import { Credentials } from '../../../local/core/credentials';
import { Outages } from '../../../local/faults/outages';
import { frontDoor } from '../../../local/front-door/front-door';
import { httpRequest } from '../../helpers/http-request';

const ok = (body: string) => ({ status: 200, headers: {}, body });

function door() {
  const calls: (AwsRequest & { service: ServiceName })[] = [];
  const credentials = new Credentials('aws', '000000000000');
  const answer = frontDoor({
    credentials,
    outages: new Outages(),
    cloud: {
      handle: async (service, request) => {
        calls.push({ ...request, service });
        return ok('aws');
      },
      now: () => Date.parse('2026-01-01T00:05:00Z'),
    },
    api: async () => ok('api'),
    admin: async () => ok('admin'),
    serves: (name): name is ServiceName => ['s3', 'sqs'].includes(name),
  });
  return { answer, calls, credentials };
}

const signed = (key: string, region: string, service: string) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const presigned = (times: string) =>
  `/bucket/key?X-Amz-Credential=AKIA%2F20260101%2Feu-west-2%2Fs3%2Faws4_request&X-Amz-Signature=0&${times}`;

describe('the front door', () => {
  it('sends a signed call to the service and region of its signature', async () => {
    const { answer, calls } = door();
    const request = httpRequest('POST', '/000000000000/q', signed('AKIA', 'us-east-1', 'sqs'));
    expect(await answer(request)).toMatchObject({ body: 'aws' });
    expect(calls[0]).toMatchObject({ service: 'sqs', region: 'us-east-1', path: '/000000000000/q' });
  });

  it('sends a presigned call there too', async () => {
    const { answer, calls } = door();
    await answer(httpRequest('GET', presigned('X-Amz-Date=20260101T000000Z&X-Amz-Expires=301')));
    expect(calls[0]).toMatchObject({ service: 's3', region: 'eu-west-2' });
  });

  it.each([
    ['403, after its time', 'X-Amz-Date=20260101T000000Z&X-Amz-Expires=300', 403, 'Request has expired'],
    ['400, without one', 'X-Amz-Expires=300', 400, 'AuthorizationQueryParametersError'],
  ])('refuses a presigned call with %s', async (_what, times, status, text) => {
    const { answer, calls } = door();
    const body = expect.stringContaining(text);
    expect(await answer(httpRequest('GET', presigned(times)))).toMatchObject({ status, body });
    expect(calls).toEqual([]);
  });

  it('takes a call with a credential but no signature in its query for an API call', async () => {
    const { answer } = door();
    const url = presigned('').replace('X-Amz-Signature=0&', '');
    expect(await answer(httpRequest('GET', url))).toMatchObject({ body: 'api' });
  });

  it('knows roles by their keys, and takes anyone else for the operator', async () => {
    const { answer, calls, credentials } = door();
    const { accessKeyId } = credentials.issue('arn:aws:iam::000000000000:role/lane');
    await answer(httpRequest('POST', '/', signed(accessKeyId, 'eu-west-2', 'sqs')));
    await answer(httpRequest('POST', '/', signed('anything', 'eu-west-2', 'sqs')));
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
    expect(await answer(httpRequest('GET', '/_local/health', signed('A', 'eu-west-2', 's3')))).toMatchObject({
      body: 'admin',
    });
  });

  it('fails with 501 for a service that is not served', async () => {
    const { answer } = door();
    expect(await answer(httpRequest('POST', '/', signed('A', 'eu-west-2', 'kinesis')))).toMatchObject({
      status: 501,
      headers: { 'x-amzn-errortype': 'NotImplemented' },
      body: expect.stringContaining('kinesis'),
    });
  });
});
