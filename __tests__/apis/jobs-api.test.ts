import { type JobsApiProps, jobsApi } from '../../apis/jobs-api';
import type { OpenApiDocument } from '../../local/apigateway/openapi';
import { httpRequest } from '../helpers/http-request';
import { allow, TestApi } from '../helpers/rest-api';

const FUNCTIONS = 'arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions';
const invokeArn = (name: string) =>
  `${FUNCTIONS}/arn:aws:lambda:eu-west-2:000000000000:function:${name}/invocations`;

const props: JobsApiProps = {
  partition: 'aws',
  settings: {
    region: 'eu-west-2',
    api: {
      name: 'pillarbox',
      description: 'd',
      stageName: 'beta',
      throttle: { ratePerSecond: 1, burst: 1 },
    },
  },
  bucket: 'the-bucket',
  putRoleArn: 'arn:aws:iam::000000000000:role/put',
  jobSchema: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    required: ['seconds'],
    properties: { seconds: { type: 'number' } },
  },
  getJob: { invokeArn: invokeArn('get-job'), roleArn: 'arn:aws:iam::000000000000:role/get-job-invoke' },
  auth: {
    mode: 'token',
    header: 'AuthDetails',
    cacheTtlSeconds: 300,
    authorizer: {
      invokeArn: invokeArn('authorizer'),
      roleArn: 'arn:aws:iam::000000000000:role/authorizer-invoke',
    },
  },
};

const JSON_TYPE = { 'Content-Type': 'application/json', AuthDetails: 't' };

async function submit(body: string, headers: Record<string, string> = JSON_TYPE, status = 200) {
  const api = new TestApi(jobsApi(props) as OpenApiDocument, () => ({
    status,
    headers: {},
    body: '<Error/>',
  }));
  const answer = await api.serve(httpRequest('POST', '/eu-west-2/beta/jobs', headers, Buffer.from(body)));
  return {
    status: answer.status,
    text: answer.text,
    requestId: answer.headers['x-amz-apigw-id'],
    put: api.requests[0],
  };
}

it('has two routes and no binary media types: a body is text, and a model can look at it', () => {
  const document = jobsApi(props) as OpenApiDocument;

  expect(Object.keys(document.paths ?? {})).toEqual(['/jobs', '/jobs/{jobId}']);
  expect(document).not.toHaveProperty('x-amazon-apigateway-binary-media-types');
});

it('names the model without what makes a schema a file', () => {
  expect((jobsApi(props) as OpenApiDocument).components?.schemas?.Job).toEqual({
    type: 'object',
    required: ['seconds'],
    properties: { seconds: { type: 'number' } },
  });
});

it('puts a job as it was sent, under the key of its channel and principal, with the metadata of a capture', async () => {
  const body = '{ "seconds": 1.50, "note": "ä \\"quoted\\" $input.body" }';
  const { status, text, requestId, put } = await submit(body, { ...JSON_TYPE, 'Idempotency-Key': 'k' });

  expect(status).toBe(202);
  expect(JSON.parse(text)).toEqual({ jobId: `eu-west-2.jobs.${requestId}` });
  expect(put).toMatchObject({
    service: 's3',
    method: 'PUT',
    path: `/the-bucket/captures/jobs/alice/${encodeURIComponent(requestId ?? '')}`,
    caller: { principal: props.putRoleArn },
  });
  expect(put?.body.toString()).toBe(body);
  expect(put?.headers).toMatchObject({
    'content-type': 'application/json',
    'if-none-match': '*',
    'x-amz-meta-channel': 'jobs',
    'x-amz-meta-principal': 'alice',
    'x-amz-meta-idempotency-key': 'k',
  });
});

it.each([
  [
    'a body that the model refuses',
    '{"seconds":"1"}',
    JSON_TYPE,
    400,
    'does not match any allowed primitive type',
  ],
  ['a body that is no JSON', 'seconds', JSON_TYPE, 400, 'Can not parse JSON payload'],
  ['no body', '', JSON_TYPE, 400, 'Can not parse JSON payload'],
  [
    'another type',
    '{"seconds":1}',
    { ...JSON_TYPE, 'Content-Type': 'text/json' },
    415,
    'does not take that Content-Type',
  ],
])('answers %s with its reason, and puts nothing', async (_, body, headers, status, reason) => {
  const answer = await submit(body, headers);

  expect(answer.status).toBe(status);
  expect((JSON.parse(answer.text) as { message: string }).message).toContain(reason);
  expect(answer.put).toBeUndefined();
});

it.each([
  [200, 202],
  [400, 400],
  [403, 500],
  [412, 503],
  [500, 503],
])("maps S3's %i to %i", async (s3, status) => {
  expect((await submit('{"seconds":1}', JSON_TYPE, s3)).status).toBe(status);
});

it("hands a question to the function with the caller's principal", async () => {
  const api = new TestApi(jobsApi(props) as OpenApiDocument, undefined, (event) =>
    event.type === 'REQUEST'
      ? allow()
      : { requestId: 'r', payload: JSON.stringify({ statusCode: 404, body: '{"message":"no such job"}' }) },
  );
  const answer = await api.serve(httpRequest('GET', '/eu-west-2/beta/jobs/a.b.c%3D', { AuthDetails: 't' }));

  expect(answer).toMatchObject({ status: 404, text: '{"message":"no such job"}' });
  const [, asked] = api.invocations;
  expect(JSON.parse(asked?.payload ?? '')).toMatchObject({
    pathParameters: { jobId: 'a.b.c%3D' },
    requestContext: { authorizer: { principalId: 'alice' } },
  });
});

it('asks nobody when anyone may call: the principal is anonymous', () => {
  const open = jobsApi({ ...props, auth: { mode: 'none' } }) as OpenApiDocument;

  expect(open.components).not.toHaveProperty('securitySchemes');
  expect(open.paths?.['/jobs']?.post).not.toHaveProperty('security');
  expect(open.paths?.['/jobs']?.post?.['x-amazon-apigateway-integration']?.requestParameters).toMatchObject({
    'integration.request.path.principal': "'anonymous'",
  });
});
