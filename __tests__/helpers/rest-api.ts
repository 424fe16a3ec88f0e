import type { OpenApiDocument, Operation } from '../../local/apigateway/openapi';
import { ApiGatewayService } from '../../local/apigateway/service';
import type { StageAnswer } from '../../local/apigateway/stage';
import type { AwsRequest, AwsResponse, ServiceName } from '../../local/core/call';
import { Credentials } from '../../local/core/credentials';
import { type Gate, OpenGate } from '../../local/core/gate';
import type { HttpRequest } from '../../local/front-door/server';
import { Signatures } from '../../local/signatures/verifier';
import type { Invocation, InvocationResult } from '../../local/lambda/service';

/** A REST API in `eu-west-2`, stage `beta`, with a backend and an authorizer function of the test's making. */
export class TestApi {
  readonly service: ApiGatewayService;
  readonly requests: (AwsRequest & { service: ServiceName })[] = [];
  readonly invocations: Invocation[] = [];
  readonly logged: string[] = [];
  readonly apiId: string;
  readonly credentials = new Credentials('aws', '000000000000');
  /** Lets everything through until a test closes it. */
  gate: Gate = new OpenGate();
  /** Epoch ms. */
  now = Date.UTC(2026, 0, 2, 3, 4, 5);

  constructor(
    document: OpenApiDocument,
    private readonly backend: (request: AwsRequest) => Promise<AwsResponse> | AwsResponse = () => ok(),
    private readonly authorizer: (event: Record<string, unknown>) => InvocationResult = () => allow(),
  ) {
    this.service = new ApiGatewayService({
      cloud: {
        accountId: '000000000000',
        partition: 'aws',
        endpoint: 'http://127.0.0.1:4566',
        gate: { run: (call, work) => this.gate.run(call, work) },
        now: () => this.now,
        handle: async (service, request) => {
          this.requests.push({ ...request, service });
          return this.backend(request);
        },
      },
      lambda: {
        invoke: async (invocation) => {
          this.invocations.push(invocation);
          return this.authorizer(JSON.parse(invocation.payload));
        },
      },
      signatures: new Signatures(this.credentials, () => this.now),
      logs: {
        arnOf: (_region, name) => name,
        put: (_region, _group, { message }) => this.logged.push(message),
      },
    });
    this.apiId = this.service.createRestApi('eu-west-2', 'test/aws_api_gateway_rest_api.api', document);
    this.service.createStage(this.apiId, {
      name: 'beta',
      tracing: true,
      accessLog: {
        destinationArn: 'arn:aws:logs:eu-west-2:000000000000:log-group:access',
        format: '$context.httpMethod $context.resourcePath $context.status $context.authorizer.principalId',
      },
    });
  }

  /** Serves a request and returns its answer with the body as text. */
  async serve(request: HttpRequest): Promise<StageAnswer & { text: string }> {
    const answer = await this.service.serve(request);
    if (typeof answer.body !== 'string' && !Buffer.isBuffer(answer.body)) throw new Error('a stream');
    return { ...answer, body: answer.body, text: answer.body.toString() };
  }
}

export const ok = (): AwsResponse => ({ status: 200, headers: { etag: '"e"' }, body: '' });

/** What an authorizer function returns. */
export function allow(
  output: Record<string, unknown> = {},
  resource = '*',
  effect = 'Allow',
): InvocationResult {
  const Statement = [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }];
  const answer = { principalId: 'alice', policyDocument: { Version: '2012-10-17', Statement }, ...output };
  return { requestId: 'r', payload: JSON.stringify(answer) };
}

/** A document with one route that puts to S3 and whatever else the test needs. */
export function putDocument(
  operation: Partial<Operation> = {},
  integration: Partial<NonNullable<Operation['x-amazon-apigateway-integration']>> = {},
  more: Partial<OpenApiDocument> = {},
): OpenApiDocument {
  return {
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    paths: {
      '/publish': {
        post: {
          parameters: [
            { name: 'Content-Type', in: 'header' },
            { name: 'Idempotency-Key', in: 'header' },
          ],
          responses: { 202: {}, 400: {}, 503: {} },
          ...operation,
          'x-amazon-apigateway-integration': {
            type: 'aws',
            httpMethod: 'PUT',
            uri: 'arn:aws:apigateway:eu-west-2:s3:path/bucket/captures/{requestId}',
            credentials: 'arn:aws:iam::000000000000:role/put',
            passthroughBehavior: 'when_no_templates',
            requestParameters: { 'integration.request.path.requestId': 'context.extendedRequestId' },
            responses: {
              '2\\d{2}': text('202', '{"id":"$context.extendedRequestId"}'),
              '400': text('400', '{"message":"bad"}'),
              default: text('503', '{"message":"later"}'),
            },
            ...integration,
          },
        },
      },
    },
    ...more,
  };
}

const text = (statusCode: string, template: string) => ({
  statusCode,
  contentHandling: 'CONVERT_TO_TEXT',
  responseTemplates: { 'application/json': template },
});

/** Components with a token authorizer, cached for `ttl` seconds by the header `AuthDetails`. */
export function tokenScheme(ttl: number): Partial<OpenApiDocument> {
  return {
    components: {
      securitySchemes: {
        token: {
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            type: 'request',
            authorizerUri:
              'arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-2:000000000000:function:auth/invocations',
            authorizerCredentials: 'arn:aws:iam::000000000000:role/invoke',
            authorizerResultTtlInSeconds: ttl,
            ...(ttl > 0 && { identitySource: 'method.request.header.AuthDetails' }),
          },
        },
      },
    },
  };
}
