import { compileModel } from '../../local/apigateway/model';
import type { AwsRequest, AwsResponse, Caller } from '../../local/core/call';
import { type GatedCall, OpenGate } from '../../local/core/gate';
import { listen } from '../../local/front-door/server';
import type { Invocation, InvocationResult } from '../../local/lambda/service';
import type { WebSocketApi } from '../../local/websocket/api';
import {
  ConnectAuthorizer,
  type ConnectionAuthorizer,
  iamConnectAuthorizer,
} from '../../local/websocket/connect-authorizer';
import { mockBackend, serviceBackend } from '../../local/websocket/integration';
import { CONNECTION_LIMITS, type ConnectionLimits } from '../../local/websocket/limits';
import { WebSocketService } from '../../local/websocket/service';
import { IntegrationResponse } from '../../local/websocket/response';
import { compileBodyTemplate, compileBodyTemplates } from '../../local/websocket/templates';
import { allow, ok } from './rest-api';
import { CALLER, REGION } from './test-cloud';
import { Client } from './web-sockets';

/** What a test changes of the API. */
export interface TestWebSocketApiProps {
  backend?: (request: AwsRequest) => Promise<AwsResponse> | AwsResponse;
  /** What the authorizer function answers; anyone may connect without one. */
  authorizer?: (event: Record<string, unknown>) => InvocationResult;
  /** Who has signed every handshake; nobody is asked to sign without one. */
  signedBy?: Caller;
  limits?: Partial<ConnectionLimits>;
  throttle?: { rate: number; burst: number };
  /** Templates of the integration response, by status; null for none. */
  responses?: Record<string, string> | null;
  schema?: object;
  timeoutMs?: number;
  responds?: boolean;
  /** Whether the integration of `$connect` has a response. */
  connectResponds?: boolean;
}

const USUAL_RESPONSES = {
  '200': '{"status":"CAPTURED","requestId":"$context.requestId"}',
  $default: '{"message":"later"}',
};

const template = (text: string) => compileBodyTemplate({ $default: text }, 'templates');

/** A WebSocket API in `eu-west-2`, stage `beta`, served over HTTP, with a backend and an authorizer of the test's making. */
export class TestWebSocketApi {
  readonly requests: AwsRequest[] = [];
  readonly invocations: Invocation[] = [];
  readonly logged: string[] = [];
  readonly gate = new RememberingGate();
  readonly service: WebSocketService;
  readonly api: WebSocketApi;
  /** Epoch ms. */
  now = Date.UTC(2026, 0, 2, 3, 4, 5);
  /** `http://127.0.0.1:<port>` */
  endpoint = '';
  private close = async () => {};

  constructor(private readonly props: TestWebSocketApiProps = {}) {
    this.service = new WebSocketService(this.services(), { ...CONNECTION_LIMITS, ...props.limits });
    this.api = this.service.createApi(REGION, 'test/aws_apigatewayv2_api.api');
    this.addConnect();
    this.addMessage();
  }

  /** Starts to serve. */
  static async start(props: TestWebSocketApiProps = {}): Promise<TestWebSocketApi> {
    const test = new TestWebSocketApi(props);
    const { port, close } = await listen(
      0,
      (request) => test.service.handle({ ...request, region: REGION, caller: CALLER }),
      (request, upgrade) => test.service.connect(request, upgrade),
    );
    test.endpoint = `http://127.0.0.1:${port}`;
    test.close = close;
    test.service.createStage(test.api, {
      name: 'beta',
      throttle: props.throttle,
      accessLog: {
        destinationArn: `arn:aws:logs:${REGION}:000000000000:log-group:access`,
        format:
          '$context.eventType $context.routeKey $context.status $context.authorizer.principalId $context.error.message',
        accountRole: () => undefined,
      },
    });
    return test;
  }

  /** Below it are the connections; its handshake is at the same place. */
  get stageUrl(): string {
    return `${this.endpoint}/${REGION}/beta`;
  }

  connect(headers?: Record<string, string>): Promise<Client> {
    return Client.connect(this.stageUrl.replace(/^http/, 'ws'), headers);
  }

  stop(): Promise<void> {
    return this.close();
  }

  private services(): ConstructorParameters<typeof WebSocketService>[0] {
    return {
      cloud: {
        accountId: '000000000000',
        partition: 'aws',
        endpoint: 'http://127.0.0.1:4566',
        gate: this.gate,
        now: () => this.now,
        handle: async (_service, request) => {
          this.requests.push(request);
          return (this.props.backend ?? ok)(request);
        },
      },
      lambda: {
        invoke: async (invocation) => {
          this.invocations.push(invocation);
          return (this.props.authorizer ?? (() => allow()))(JSON.parse(invocation.payload));
        },
      },
      logs: {
        arnOf: (_region, name) => name,
        put: (_region, _group, { message }) => this.logged.push(message),
      },
    };
  }

  private addConnect(): void {
    const { cloud, lambda } = this.services();
    if (this.props.authorizer) {
      this.api.authorizers.set(
        'authorizer',
        new ConnectAuthorizer({
          cloud,
          lambda,
          region: REGION,
          functionArn: 'arn:function',
          credentials: 'arn:aws:iam::000000000000:role/invoke',
          identitySources: ['route.request.header.AuthDetails'],
        }),
      );
    }
    const integration = this.api.addIntegration(mockBackend(template('{"statusCode":200}')), 1000);
    this.api.addRoute({
      key: '$connect',
      target: `integrations/${integration}`,
      authorizer: this.iam() ?? this.api.authorizers.get('authorizer'),
      twoWay: true,
    });
    if (this.props.connectResponds ?? true) {
      this.api.setResponse(integration, new IntegrationResponse(new Map()));
      this.api.addRouteResponse('$connect');
    }
  }

  private iam(): ConnectionAuthorizer | undefined {
    const { signedBy } = this.props;
    const { cloud } = this.services();
    return (
      signedBy && iamConnectAuthorizer({ cloud, region: REGION, signatures: { verify: () => signedBy } })
    );
  }

  private addMessage(): void {
    const { schema, timeoutMs = 29_000, responds = true, responses = USUAL_RESPONSES } = this.props;
    const backend = serviceBackend({
      cloud: this.services().cloud,
      uri: { region: REGION, service: 'sqs', literals: ['/000000000000/q.fifo'], names: [] },
      method: 'POST',
      credentials: 'arn:aws:iam::000000000000:role/send',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      template: template(
        'Body=$util.urlEncode($input.body)&Connection=$util.urlEncode($context.connectionId)&Caller=$!context.identity.caller',
      ),
    });
    const integration = this.api.addIntegration(backend, timeoutMs);
    if (responses) {
      this.api.setResponse(
        integration,
        new IntegrationResponse(compileBodyTemplates(responses, 'response_templates')),
      );
    }
    if (schema) this.api.models.set('message', compileModel(schema));
    this.api.addRoute({
      key: '$default',
      target: `integrations/${integration}`,
      model: schema ? 'message' : undefined,
      twoWay: true,
    });
    if (responds) this.api.addRouteResponse('$default');
  }
}

/** Lets everything through unless a test denies it, and remembers what was asked. */
class RememberingGate extends OpenGate {
  readonly calls: GatedCall[] = [];
  /** What is thrown of an action. */
  readonly denied = new Map<string, Error>();

  override async run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    this.calls.push(call);
    const error = this.denied.get(call.action);
    if (error) throw error;
    return super.run(call, work);
  }
}
