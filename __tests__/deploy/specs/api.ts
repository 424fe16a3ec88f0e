import {
  GetAccountCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type IntegrationResponse,
} from '@aws-sdk/client-api-gateway';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** The capture API of an ingest region, as API Gateway tells of it. */
export function describeApi(deployment: () => Deployment, region: string): void {
  const apigateway = () => deployment().in(region).apigateway;
  const role = (purpose: string) => `arn:aws:iam::${ACCOUNT}:role/pillarbox-${region}-${purpose}`;
  const api = async () => {
    const { items } = await apigateway().send(new GetRestApisCommand({}));
    expect(items).toMatchObject([{ name: 'pillarbox', endpointConfiguration: { types: ['REGIONAL'] } }]);
    return items![0]!.id!;
  };
  const method = async (path: string, httpMethod: string) => {
    const restApiId = await api();
    const { items = [] } = await apigateway().send(new GetResourcesCommand({ restApiId }));
    const resourceId = items.find((item) => item.path === path)?.id;
    return apigateway().send(new GetMethodCommand({ restApiId, resourceId, httpMethod }));
  };

  it('has an API with these routes and no other', async () => {
    const { items = [] } = await apigateway().send(new GetResourcesCommand({ restApiId: await api() }));

    const routes = items.flatMap(({ path, resourceMethods }) =>
      Object.keys(resourceMethods ?? {}).map((verb) => `${verb} ${path}`),
    );
    expect(routes.sort()).toEqual(['GET /health', 'POST /publish']);
  });

  it('puts what is posted into the bucket of its region, with nothing in between', async () => {
    const { methodIntegration } = await method('/publish', 'POST');

    expect(methodIntegration).toMatchObject({
      type: spelledAs('aws'),
      httpMethod: 'PUT',
      uri: `arn:aws:apigateway:${region}:s3:path/pillarbox-captures-${ACCOUNT}-${region}/captures/publish/{principal}/{requestId}`,
      credentials: role('capture-put'),
      requestParameters: {
        'integration.request.path.principal': 'context.authorizer.principalId',
        'integration.request.path.requestId': 'context.extendedRequestId',
        'integration.request.header.If-None-Match': "'*'",
        'integration.request.header.x-amz-meta-principal': 'context.authorizer.principalId',
        'integration.request.header.x-amz-meta-received-at': 'context.requestTimeEpoch',
      },
    });
  });

  it('answers 202 when the object is stored, and an error to everything else', async () => {
    const { methodIntegration } = await method('/publish', 'POST');

    const given = [200, 204, 301, 400, 403, 404, 409, 412, 500, 503].map((status) => [
      status,
      statusFor(methodIntegration?.integrationResponses ?? {}, status),
    ]);
    expect(Object.fromEntries(given)).toEqual({
      200: '202',
      204: '202',
      301: '503',
      400: '400',
      403: '500',
      404: '500',
      409: '503',
      412: '503',
      500: '503',
      503: '503',
    });
  });

  it('answers /health by itself', async () => {
    expect((await method('/health', 'GET')).methodIntegration).toMatchObject({ type: spelledAs('mock') });
  });

  // moto does not import authorizers: what it was given is in the state.
  it('asks its own authorizer about a token', () => {
    const { project } = deployment();
    const [api] = project.attributes(`ingest-${region}`, 'aws_api_gateway_rest_api');
    const document = JSON.parse(String(api?.body));

    expect(document.paths['/publish'].post.security).toEqual([{ token: [] }]);
    expect(document.components.securitySchemes.token).toMatchObject({
      name: 'AuthDetails',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        identitySource: 'method.request.header.AuthDetails',
        authorizerResultTtlInSeconds: 300,
        authorizerCredentials: role('authorizer-invoke'),
        authorizerUri: expect.stringContaining(
          `arn:aws:lambda:${region}:${ACCOUNT}:function:pillarbox-authorizer/invocations`,
        ),
      },
    });
  });

  it('has one stage: logged, traced and throttled', async () => {
    const { item } = await apigateway().send(new GetStagesCommand({ restApiId: await api() }));

    expect(item).toMatchObject([
      {
        stageName: 'beta',
        tracingEnabled: true,
        accessLogSettings: {
          destinationArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/apigateway/pillarbox-captures`,
        },
        methodSettings: {
          '*/*': {
            throttlingRateLimit: 1000,
            throttlingBurstLimit: 2000,
            metricsEnabled: true,
            loggingLevel: 'OFF',
            dataTraceEnabled: false,
          },
        },
      },
    ]);
  });

  it('lets API Gateway write logs in this region', async () => {
    const { cloudwatchRoleArn } = await apigateway().send(new GetAccountCommand({}));

    expect(cloudwatchRoleArn).toBe(role('api-logs'));
  });
}

/** What API Gateway answers to a status of the backend: the one response whose pattern fits, else the default. */
function statusFor(responses: Record<string, IntegrationResponse>, backend: number): string | undefined {
  const all = Object.values(responses);
  const fitting = all.filter(({ selectionPattern }) =>
    new RegExp(`^(?:${selectionPattern || '(?!)'})$`).test(String(backend)),
  );
  const byDefault = all.filter(({ selectionPattern }) => !selectionPattern);
  const [response, ...others] = fitting.length > 0 ? fitting : byDefault;
  return others.length === 0 ? response?.statusCode : 'ambiguous';
}

/** moto keeps the document's own spelling of types, API Gateway answers in capitals. */
function spelledAs(type: string): RegExp {
  return expect.stringMatching(new RegExp(`^${type}$`, 'i'));
}
