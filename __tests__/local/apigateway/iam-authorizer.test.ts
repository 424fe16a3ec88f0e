import { AwsError } from '../../../local/core/aws-error';
import type { GatedCall } from '../../../local/core/gate';
import { httpRequest } from '../../helpers/http-request';
import { putDocument, ok, TestApi } from '../../helpers/rest-api';
import { type SignProps, sign } from '../../helpers/sign';

const SIGV4 = {
  components: { securitySchemes: { sigv4: { 'x-amazon-apigateway-authtype': 'awsSigv4' } } },
};
const mapping = (name: string, value: string) => ({
  [`integration.request.header.x-amz-meta-${name}`]: value,
});

function iamApi() {
  const requestParameters = {
    'integration.request.path.requestId': 'context.extendedRequestId',
    ...mapping('caller', 'context.identity.caller'),
    ...mapping('arn', 'context.identity.userArn'),
    ...mapping('key', 'context.identity.accessKey'),
    ...mapping('account', 'context.identity.accountId'),
  };
  return new TestApi(putDocument({ security: [{ sigv4: [] }] }, { requestParameters }, SIGV4), () => ok());
}

const PATH = '/eu-west-2/beta/publish';
const roleArn = 'arn:aws:iam::000000000000:role/client';

async function post(api: TestApi, props: Partial<SignProps> = {}, sent = props.body ?? '') {
  const url = `http://127.0.0.1:4566${PATH}`;
  const { url: signed, headers } = await sign({ method: 'POST', date: new Date(api.now), ...props, url });
  return api.serve(httpRequest('POST', signed, headers, Buffer.from(sent)));
}

describe('AWS_IAM', () => {
  it('lets a signed call through, and gives mappings who signed it', async () => {
    const api = iamApi();
    const issued = api.credentials.issue({ roleArn, sessionName: 'shop-1' });
    expect((await post(api, { credentials: issued, body: 'data' })).status).toBe(202);
    expect(api.requests[0]?.headers).toMatchObject({
      'x-amz-meta-caller': expect.stringMatching(/^AROA[A-Z2-7]{17}:shop-1$/),
      'x-amz-meta-arn': 'arn:aws:sts::000000000000:assumed-role/client/shop-1',
      'x-amz-meta-key': issued.accessKeyId,
      'x-amz-meta-account': '000000000000',
    });
    expect(api.requests[0]?.body).toEqual(Buffer.from('data'));
  });

  it('takes a signature in the query as well', async () => {
    expect((await post(iamApi(), { presignSeconds: 60 })).status).toBe(202);
  });

  it('asks whether the caller may invoke the method', async () => {
    const api = iamApi();
    const asked: Partial<GatedCall>[] = [];
    api.gate = {
      run: async (call, work) => {
        if (call.service !== 'execute-api') return work();
        const { action, resource, caller } = call;
        asked.push({ action, resource, caller });
        throw new AwsError('AccessDeniedException', 'may not', 403);
      },
    };
    const { status, headers, text } = await post(api, { credentials: api.credentials.issue({ roleArn }) });
    expect([status, headers['x-amzn-errortype']]).toEqual([403, 'AccessDeniedException']);
    expect(text).toContain('may not');
    expect(asked).toMatchObject([
      {
        action: 'execute-api:Invoke',
        resource: `arn:aws:execute-api:eu-west-2:000000000000:${api.apiId}/beta/POST/publish`,
        caller: { principal: roleArn },
      },
    ]);
    expect(api.requests).toEqual([]);
  });

  it.each([
    ['no signature', 'MissingAuthenticationTokenException', () => undefined],
    ['another service', 'InvalidSignatureException', () => ({ service: 's3' })],
    ['another region', 'InvalidSignatureException', () => ({ region: 'us-east-1' })],
    [
      'a signature of six minutes ago',
      'InvalidSignatureException',
      (now: number) => ({ date: new Date(now - 360_000) }),
    ],
    [
      'a secret that is not the key’s',
      'InvalidSignatureException',
      () => ({ credentials: { accessKeyId: 'x', secretAccessKey: 'y' } }),
    ],
  ] as [string, string, (now: number) => Partial<SignProps> | undefined][])(
    'fails with 403 for %s',
    async (_what, type, props) => {
      const api = iamApi();
      const given = props(api.now);
      const { status, headers } = given ? await post(api, given) : await api.serve(httpRequest('POST', PATH));
      expect([status, headers['x-amzn-errortype']]).toEqual([403, type]);
      expect(api.requests).toEqual([]);
    },
  );

  it('fails with 403 for another body than was signed', async () => {
    const api = iamApi();
    expect((await post(api, { body: 'data' }, 'date')).headers['x-amzn-errortype']).toBe(
      'InvalidSignatureException',
    );
  });

  it('fails with 403 for credentials that have expired', async () => {
    const api = iamApi();
    const credentials = api.credentials.issue({ roleArn, expiresAt: api.now });
    expect((await post(api, { credentials })).headers['x-amzn-errortype']).toBe('ExpiredTokenException');
  });

  it('fails at creation when an authorizer stands beside it', () => {
    const { securitySchemes } = SIGV4.components;
    const scheme = {
      ...securitySchemes.sigv4,
      'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: '' },
    };
    const document = putDocument({}, {}, { components: { securitySchemes: { sigv4: scheme } } });
    expect(() => new TestApi(document)).toThrow('an authorizer is without effect beside authtype awsSigv4');
  });
});
