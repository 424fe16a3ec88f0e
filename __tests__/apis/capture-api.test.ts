import { type CaptureApiProps, captureApi } from '../../apis/capture-api';
import type { Authentication } from '../../apis/security';
import type { OpenApiDocument } from '../../local/apigateway/openapi';
import { httpRequest } from '../helpers/http-request';
import { TestApi } from '../helpers/rest-api';

const authorizer = { invokeArn: 'arn:invoke', roleArn: 'arn:authorizer-role' };

function tokenAuth(cacheTtlSeconds: number): Authentication {
  return { mode: 'token', header: 'AuthDetails', cacheTtlSeconds, authorizer };
}

const props: CaptureApiProps = {
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
  putRoleArn: 'arn:put',
  auth: tokenAuth(300),
};

const open: CaptureApiProps = {
  ...props,
  auth: { mode: 'none' },
};

type Integration = {
  requestParameters: Record<string, string>;
  responses: Record<
    string,
    { statusCode: string; contentHandling: string; responseTemplates: Record<string, string> }
  >;
};

interface Document {
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { securitySchemes?: Record<string, Record<string, unknown>> };
}

const documentOf = (given: CaptureApiProps) => captureApi(given) as unknown as Document;
const publishOf = (given: CaptureApiProps) => documentOf(given).paths['/publish']!.post!;
const integrationOf = (operation: Record<string, unknown>) =>
  operation['x-amazon-apigateway-integration'] as Integration & Record<string, unknown>;

it('has two routes, and every media type is binary', () => {
  const document = captureApi(props);

  expect(Object.keys(documentOf(props).paths)).toEqual(['/publish', '/health']);
  expect(document['x-amazon-apigateway-binary-media-types']).toEqual(['*/*']);
});

describe('POST /publish', () => {
  it('puts the body to S3 as it is', () => {
    const { requestParameters: _, responses: __, ...integration } = integrationOf(publishOf(props));

    expect(integration).toEqual({
      type: 'aws',
      httpMethod: 'PUT',
      uri: 'arn:aws:apigateway:eu-west-2:s3:path/the-bucket/captures/publish/{principal}/{requestId}',
      credentials: 'arn:put',
      passthroughBehavior: 'when_no_templates',
    });
  });

  it('writes key and metadata from its own context, and never overwrites', () => {
    expect(integrationOf(publishOf(props)).requestParameters).toEqual({
      'integration.request.path.principal': 'context.authorizer.principalId',
      'integration.request.path.requestId': 'context.extendedRequestId',
      'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      'integration.request.header.If-None-Match': "'*'",
      'integration.request.header.x-amz-meta-channel': "'publish'",
      'integration.request.header.x-amz-meta-principal': 'context.authorizer.principalId',
      'integration.request.header.x-amz-meta-source-ip': 'context.identity.sourceIp',
      'integration.request.header.x-amz-meta-received-at': 'context.requestTimeEpoch',
      'integration.request.header.x-amz-meta-idempotency-key': 'method.request.header.Idempotency-Key',
    });
  });

  it('declares every header that it maps, none of them required', () => {
    expect(publishOf(props).parameters).toEqual([
      { name: 'Content-Type', in: 'header', required: false, schema: { type: 'string' } },
      { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
    ]);
  });

  it('calls everybody anonymous when authentication is off', () => {
    const { requestParameters } = integrationOf(publishOf(open));

    expect(requestParameters['integration.request.path.principal']).toBe("'anonymous'");
    expect(requestParameters['integration.request.header.x-amz-meta-principal']).toBe("'anonymous'");
    expect(publishOf(open).security).toBeUndefined();
    expect(documentOf(open).components.securitySchemes).toBeUndefined();
  });

  const CAPTURED = {
    id: 'eu-west-2.publish.$context.extendedRequestId',
    region: 'eu-west-2',
    status: 'CAPTURED',
  };
  const BAD_METADATA = { message: 'not stored: check Idempotency-Key and Content-Type' };
  const INTERNAL = { message: 'not stored: internal error' };
  const UNAVAILABLE = { message: 'temporarily unavailable: send it again' };

  /** What the client gets for a status of S3. 409 and 412 say that a conditional write met another: it passes. */
  function expected(backend: number): [status: number, body: object] {
    if (backend >= 200 && backend < 300) return [202, CAPTURED];
    if (backend === 400) return [400, BAD_METADATA];
    if (backend > 400 && backend < 500 && backend !== 409 && backend !== 412) return [500, INTERNAL];
    return [503, UNAVAILABLE];
  }

  it('answers every status of S3 as it should, whichever pattern API Gateway tries first', () => {
    const { responses } = integrationOf(publishOf(props));
    const backends = Array.from({ length: 500 }, (_, index) => index + 100);

    const answers = backends.map((backend) => {
      const patterns = Object.keys(responses).filter((pattern) =>
        new RegExp(`^(?:${pattern})$`).test(String(backend)),
      );
      return [backend, (patterns.length > 0 ? patterns : ['default']).map((pattern) => responses[pattern])];
    });

    expect(answers).toEqual(
      backends.map((backend) => {
        const [status, body] = expected(backend);
        const responseTemplates = { 'application/json': JSON.stringify(body) };
        return [
          backend,
          [{ statusCode: String(status), contentHandling: 'CONVERT_TO_TEXT', responseTemplates }],
        ];
      }),
    );
  });

  it.each([props, open])('declares every status that it answers with', (given) => {
    const operation = publishOf(given);
    const answered = Object.values(integrationOf(operation).responses).map(({ statusCode }) => statusCode);

    expect(Object.keys(operation.responses as object)).toEqual([...new Set(answered)].sort());
  });
});

it.each([props, open])(
  'no operation has two responses of one status, of which API Gateway would keep one',
  (given) => {
    const operations = Object.values(documentOf(given).paths).flatMap((methods) => Object.values(methods));

    for (const operation of operations) {
      const statuses = Object.values(integrationOf(operation).responses).map(({ statusCode }) => statusCode);
      expect(statuses).toEqual([...new Set(statuses)]);
    }
    expect(operations).toHaveLength(2);
  },
);

describe('the authorizer', () => {
  const schemeOf = (cacheTtlSeconds: number) =>
    documentOf({ ...props, auth: tokenAuth(cacheTtlSeconds) }).components.securitySchemes!.token!;

  it('is asked for POST /publish', () => {
    expect(publishOf(props).security).toEqual([{ token: [] }]);
    expect(documentOf(props).paths['/health']!.get!.security).toBeUndefined();
  });

  it('is cached by the token header', () => {
    expect(schemeOf(300)).toEqual({
      type: 'apiKey',
      name: 'AuthDetails',
      in: 'header',
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        authorizerUri: 'arn:invoke',
        authorizerCredentials: 'arn:authorizer-role',
        authorizerResultTtlInSeconds: 300,
        identitySource: 'method.request.header.AuthDetails',
      },
    });
  });

  it('has no identity source without a cache, so that a missing token reaches it', () => {
    expect(schemeOf(0)['x-amazon-apigateway-authorizer']).toEqual({
      type: 'request',
      authorizerUri: 'arn:invoke',
      authorizerCredentials: 'arn:authorizer-role',
      authorizerResultTtlInSeconds: 0,
    });
  });
});

describe('an API whose calls are signed', () => {
  const signed: CaptureApiProps = { ...props, auth: { mode: 'iam' } };

  it('asks API Gateway itself to verify, and has no authorizer', () => {
    const { components } = documentOf(signed);
    expect(components.securitySchemes).toEqual({
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description: 'AWS Signature Version 4, service execute-api.',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    });
    expect(publishOf(signed).security).toEqual([{ sigv4: [] }]);
    expect(documentOf(signed).paths['/health']!.get!.security).toBeUndefined();
  });

  it('writes the caller as API Gateway calls it into key and metadata', () => {
    expect(integrationOf(publishOf(signed)).requestParameters).toMatchObject({
      'integration.request.path.principal': 'context.identity.caller',
      'integration.request.header.x-amz-meta-principal': 'context.identity.caller',
    });
  });
});

it('an API for JSON Web Tokens asks its authorizer about the header Authorization', () => {
  const auth: Authentication = { mode: 'jwt', header: 'Authorization', cacheTtlSeconds: 60, authorizer };
  const document = documentOf({ ...props, auth });

  expect(document.paths['/publish']!.post!.security).toEqual([{ jwt: [] }]);
  expect(document.components.securitySchemes).toMatchObject({
    jwt: {
      name: 'Authorization',
      'x-amazon-apigateway-authorizer': { identitySource: 'method.request.header.Authorization' },
    },
  });
});

it('GET /health answers with the region, without a backend', () => {
  expect(integrationOf(documentOf(props).paths['/health']!.get!)).toEqual({
    type: 'mock',
    passthroughBehavior: 'never',
    contentHandling: 'CONVERT_TO_TEXT',
    requestTemplates: {
      'application/json': '{"statusCode":200}',
      'application/octet-stream': '{"statusCode":200}',
      'application/x-www-form-urlencoded': '{"statusCode":200}',
      'application/xml': '{"statusCode":200}',
      'multipart/form-data': '{"statusCode":200}',
      'text/html': '{"statusCode":200}',
      'text/plain': '{"statusCode":200}',
      'text/xml': '{"statusCode":200}',
    },
    responses: {
      default: {
        statusCode: '200',
        contentHandling: 'CONVERT_TO_TEXT',
        responseTemplates: { 'application/json': '{"region":"eu-west-2"}' },
      },
    },
  });
});

it.each([undefined, 'application/json', 'text/plain; charset=utf-8', 'application/octet-stream'])(
  'GET /health answers 200 for Content-Type %s',
  async (contentType) => {
    const health = documentOf(open).paths['/health']!;
    const api = new TestApi({ ...captureApi(open), paths: { '/health': health } } as OpenApiDocument);

    const answer = await api.serve(
      httpRequest('GET', '/eu-west-2/beta/health', contentType ? { 'Content-Type': contentType } : {}),
    );

    expect(answer).toMatchObject({ status: 200, text: '{"region":"eu-west-2"}' });
  },
);
