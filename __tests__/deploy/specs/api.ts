import {
  GetAccountCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type IntegrationResponse,
} from '@aws-sdk/client-api-gateway';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** The APIs of an ingest region, as API Gateway tells of them. */
export function describeApi(deployment: () => Deployment, region: string): void {
  const apigateway = () => deployment().in(region).apigateway;
  const role = (purpose: string) => `arn:aws:iam::${ACCOUNT}:role/pillarbox-${region}-${purpose}`;
  const api = async (name = 'pillarbox') => {
    const { items = [] } = await apigateway().send(new GetRestApisCommand({}));
    expect(items.map((item) => item.name).sort()).toEqual(['pillarbox', 'pillarbox-jobs']);
    const found = items.find((item) => item.name === name);
    expect(found).toMatchObject({ endpointConfiguration: { types: ['REGIONAL'] } });
    return found!.id!;
  };
  const method = async (path: string, httpMethod: string, name?: string) => {
    const restApiId = await api(name);
    const { items = [] } = await apigateway().send(new GetResourcesCommand({ restApiId }));
    const resourceId = items.find((item) => item.path === path)?.id;
    return apigateway().send(new GetMethodCommand({ restApiId, resourceId, httpMethod }));
  };

  it.each([
    [
      'pillarbox',
      ['GET /health', 'GET /webhooks/{source}', 'POST /publish', 'POST /uploads', 'POST /webhooks/{source}'],
    ],
    ['pillarbox-jobs', ['GET /jobs/{jobId}', 'POST /jobs']],
  ])('has the API %s with these routes and no other', async (name, expected) => {
    const { items = [] } = await apigateway().send(new GetResourcesCommand({ restApiId: await api(name) }));

    const routes = items.flatMap(({ path, resourceMethods }) =>
      Object.keys(resourceMethods ?? {}).map((verb) => `${verb} ${path}`),
    );
    expect(routes.sort()).toEqual(expected);
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

  it('puts jobs there as well, and asks its function what became of them', async () => {
    const submit = await method('/jobs', 'POST', 'pillarbox-jobs');
    const follow = await method('/jobs/{jobId}', 'GET', 'pillarbox-jobs');

    expect(submit.methodIntegration).toMatchObject({
      type: spelledAs('aws'),
      uri: `arn:aws:apigateway:${region}:s3:path/pillarbox-captures-${ACCOUNT}-${region}/captures/jobs/{principal}/{requestId}`,
      credentials: role('jobs-put'),
      requestTemplates: { 'application/json': '$input.body' },
    });
    expect(follow.methodIntegration).toMatchObject({
      type: spelledAs('aws_proxy'),
      httpMethod: 'POST',
      uri: expect.stringContaining(`:function:pillarbox-get-job/invocations`),
      credentials: role('get-job-invoke'),
    });
  });

  it.each(['GET', 'POST'])('hands webhooks that come by %s to their function', async (verb) => {
    const { methodIntegration, authorizationType } = await method('/webhooks/{source}', verb);

    expect(authorizationType ?? 'NONE').toBe('NONE');
    expect(methodIntegration).toMatchObject({
      type: spelledAs('aws_proxy'),
      httpMethod: 'POST',
      uri: expect.stringContaining(':function:pillarbox-webhook/invocations'),
      credentials: role('webhook-invoke'),
    });
  });

  it('hands uploads that are announced to their function', async () => {
    expect((await method('/uploads', 'POST')).methodIntegration).toMatchObject({
      type: spelledAs('aws_proxy'),
      httpMethod: 'POST',
      uri: expect.stringContaining(':function:pillarbox-upload/invocations'),
      credentials: role('upload-invoke'),
    });
  });

  // moto imports no validators: what it was given is in the state.
  it("holds a job's parameters against their model", () => {
    const { project } = deployment();
    const apis = project.attributes(`ingest-${region}`, 'aws_api_gateway_rest_api');
    const document = JSON.parse(String(apis.find(({ name }) => name === 'pillarbox-jobs')?.body));

    expect(document.paths['/jobs'].post).toMatchObject({
      'x-amazon-apigateway-request-validator': 'body',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
      },
    });
    expect(document['x-amazon-apigateway-request-validators']).toMatchObject({
      body: { validateRequestBody: true },
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
  it.each([
    ['pillarbox', '/publish'],
    ['pillarbox-jobs', '/jobs'],
  ])('asks its own authorizer about a token of %s', (name, path) => {
    const { project } = deployment();
    const apis = project.attributes(`ingest-${region}`, 'aws_api_gateway_rest_api');
    const document = JSON.parse(String(apis.find((api) => api.name === name)?.body));

    expect(document.paths[path].post.security).toEqual([{ token: [] }]);
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

  it.each([
    ['pillarbox', 'captures'],
    ['pillarbox-jobs', 'jobs'],
  ])('has one stage of %s: logged, traced and throttled', async (name, log) => {
    const { item } = await apigateway().send(new GetStagesCommand({ restApiId: await api(name) }));

    expect(item).toMatchObject([
      {
        stageName: 'beta',
        tracingEnabled: true,
        accessLogSettings: {
          destinationArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/apigateway/pillarbox-${log}`,
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
