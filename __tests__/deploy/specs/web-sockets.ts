import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** Types of the WebSocket API's parts, without their common beginning. */
type Part =
  | 'api'
  | 'authorizer'
  | 'integration'
  | 'integration_response'
  | 'model'
  | 'route'
  | 'route_response'
  | 'stage';

/** The WebSocket API of an ingest region, as the provider reads it back. */
export function describeWebSockets(deployment: () => Deployment, region: string): void {
  const all = (part: Part) => deployment().project.attributes(`ingest-${region}`, `aws_apigatewayv2_${part}`);
  const one = (part: Part, having: Record<string, unknown> = {}) => {
    const found = all(part).filter((of) =>
      Object.entries(having).every(([name, value]) => of[name] === value),
    );
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const role = (purpose: string) => `arn:aws:iam::${ACCOUNT}:role/pillarbox-${region}-${purpose}`;

  it('has a WebSocket API whose one route for messages no message can leave', () => {
    expect(one('api')).toMatchObject({
      name: 'pillarbox-messages',
      protocol_type: 'WEBSOCKET',
      route_selection_expression: '\\$default',
    });
    expect(
      all('route')
        .map(({ route_key }) => route_key)
        .sort(),
    ).toEqual(['$connect', '$default']);
  });

  it('asks the function of its region who connects, by the token header', () => {
    expect(one('authorizer')).toMatchObject({
      authorizer_type: 'REQUEST',
      authorizer_uri: expect.stringContaining(
        `:lambda:${region}:${ACCOUNT}:function:pillarbox-authorizer/invocations`,
      ),
      authorizer_credentials_arn: role('authorizer-invoke'),
      identity_sources: ['route.request.header.AuthDetails'],
    });
    expect(one('route', { route_key: '$connect' })).toMatchObject({
      authorization_type: 'CUSTOM',
      authorizer_id: one('authorizer').id,
    });
  });

  it('sends messages to the queue of its region, held against their model', () => {
    const integration = one('integration', { integration_type: 'AWS' });

    expect(integration).toMatchObject({
      integration_uri: `arn:aws:apigateway:${region}:sqs:path/${ACCOUNT}/pillarbox-messages.fifo`,
      credentials_arn: role('messages-send'),
      passthrough_behavior: 'NEVER',
      request_parameters: {
        'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
      },
      template_selection_expression: '\\$default',
    });
    expect(one('route', { route_key: '$default' })).toMatchObject({
      target: `integrations/${integration.id}`,
      model_selection_expression: '\\$default',
      request_models: { $default: one('model').name },
      route_response_selection_expression: '$default',
    });
  });

  it('tells the client by the status of the queue', () => {
    const { id: integration_id } = one('integration', { integration_type: 'AWS' });
    const { id: route_id } = one('route', { route_key: '$default' });

    expect(one('integration_response', { integration_id })).toMatchObject({
      integration_response_key: '$default',
      template_selection_expression: '${integration.response.statuscode}',
      response_templates: { 200: '{"status":"CAPTURED","requestId":"$context.requestId"}' },
    });
    expect(one('route_response', { route_id })).toMatchObject({ route_response_key: '$default' });
  });

  it('lets in whom the authorizer lets in', () => {
    const { id: integration_id } = one('integration', { integration_type: 'MOCK' });
    const { id: route_id } = one('route', { route_key: '$connect' });

    expect(one('integration_response', { integration_id })).toMatchObject({
      integration_response_key: '$default',
    });
    expect(one('route_response', { route_id })).toMatchObject({ route_response_key: '$default' });
  });

  it('throttles, and logs what has no message in it', () => {
    expect(one('stage')).toMatchObject({
      name: 'beta',
      default_route_settings: [
        expect.objectContaining({
          throttling_rate_limit: 1000,
          throttling_burst_limit: 2000,
          logging_level: 'OFF',
          data_trace_enabled: false,
        }),
      ],
      access_log_settings: [
        expect.objectContaining({
          destination_arn: expect.stringMatching(
            new RegExp(`^arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/apigateway/pillarbox-messages`),
          ),
        }),
      ],
    });
  });

  it('tells by WebSocketUrl where to connect', async () => {
    const { WebSocketUrl } = await deployment().project.outputs(`ingest-${region}`);

    expect(WebSocketUrl).toBe(`wss://${one('api').id}.execute-api.${region}.amazonaws.com/beta`);
  });
}
