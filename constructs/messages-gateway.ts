import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { Apigatewayv2Deployment } from '@cdktf/provider-aws/lib/apigatewayv2-deployment';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2IntegrationResponse } from '@cdktf/provider-aws/lib/apigatewayv2-integration-response';
import { Apigatewayv2Model } from '@cdktf/provider-aws/lib/apigatewayv2-model';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2RouteResponse } from '@cdktf/provider-aws/lib/apigatewayv2-route-response';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { CONNECTION_LOG_FORMAT } from '../apis/access-log';
import { messagesApi } from '../apis/messages-api';
import { accessLogGroupName, messageQueueName, roleName } from '../contracts/naming';
import type { GatewayProps } from './capture-gateway';
import { documentHash } from './document-hash';
import type { MessageQueue } from './message-queue';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';
import { documentSettings } from './rest-api';
import { ServiceRole } from './service-role';
import { literal } from './template-literal';

/** What the WebSocket API of a region is made from. */
export interface MessagesGatewayProps extends Omit<GatewayProps, 'bucket'> {
  queue: MessageQueue;
}

type Definition = ReturnType<typeof messagesApi>;

/** The WebSocket API: takes messages in order, acknowledges each, and has connections to answer on. */
export class MessagesGateway extends Construct {
  /** URL of the stage, `wss://…`, without a slash at the end. */
  readonly url: string;
  /** ARN by which a policy names the handshake. */
  readonly connect: string;
  private readonly definition: Definition;
  private readonly apiId: string;

  constructor(scope: Construct, id: string, props: MessagesGatewayProps) {
    super(scope, id);
    this.definition = this.define(props);
    this.apiId = new Apigatewayv2Api(this, 'api', this.definition.api).id;
    const parts = [...this.createConnect(), ...this.createMessage()];
    const stage = this.createStage(props, this.createDeployment(parts));
    this.url = stage.invokeUrl;
    this.connect = `${stage.executionArn}/$connect`;
  }

  private define({ name, settings, queue, auth }: MessagesGatewayProps): Definition {
    const { partition, accountId, region } = RegionalStack.of(this);
    const role = new ServiceRole(this, 'send', {
      name: roleName(name, region, 'messages-send'),
      service: 'apigateway.amazonaws.com',
      statements: [allow(['sqs:SendMessage'], [queue.queue.arn])],
    });
    return messagesApi({
      partition,
      accountId,
      settings: documentSettings(settings),
      queueName: messageQueueName(name),
      sendRoleArn: role.arn,
      auth,
    });
  }

  /** The route that asks who connects. */
  private createConnect(): ITerraformDependable[] {
    const { apiId, definition } = this;
    const { route, routeResponse, integration, response } = definition.connect;
    const backend = new Apigatewayv2Integration(this, 'connect', { apiId, ...integration });
    const authorizer =
      definition.authorizer &&
      new Apigatewayv2Authorizer(this, 'authorizer', { apiId, ...definition.authorizer });
    const connect = new Apigatewayv2Route(this, 'connect-route', {
      apiId,
      ...route,
      target: `integrations/${backend.id}`,
      authorizerId: authorizer?.id,
    });
    const mapping = new Apigatewayv2IntegrationResponse(this, 'connect-response', {
      apiId,
      integrationId: backend.id,
      ...response,
    });
    const answer = new Apigatewayv2RouteResponse(this, 'connect-route-response', {
      apiId,
      routeId: connect.id,
      ...routeResponse,
    });
    return [connect, mapping, answer];
  }

  /** The route of every message. */
  private createMessage(): ITerraformDependable[] {
    const { apiId, definition } = this;
    const { route, routeResponse, integration, response } = definition.message;
    const model = new Apigatewayv2Model(this, 'model', { apiId, ...definition.model });
    const backend = new Apigatewayv2Integration(this, 'message', { apiId, ...integration });
    const message = new Apigatewayv2Route(this, 'message-route', {
      apiId,
      ...route,
      authorizationType: 'NONE',
      requestModels: { $default: model.name },
      target: `integrations/${backend.id}`,
    });
    const mapping = new Apigatewayv2IntegrationResponse(this, 'response', {
      apiId,
      integrationId: backend.id,
      ...response,
      templateSelectionExpression: literal(response.templateSelectionExpression),
    });
    const answer = new Apigatewayv2RouteResponse(this, 'route-response', {
      apiId,
      routeId: message.id,
      ...routeResponse,
    });
    return [message, mapping, answer];
  }

  /** A deployment is a copy of the API as it stands, so it comes after all parts of it. */
  private createDeployment(parts: ITerraformDependable[]): Apigatewayv2Deployment {
    return new Apigatewayv2Deployment(this, 'deployment', {
      apiId: this.apiId,
      triggers: { definition: documentHash(this, JSON.stringify(this.definition)) },
      dependsOn: parts,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Logged and throttled; API Gateway traces no WebSocket APIs. */
  private createStage(
    { name, settings, account }: MessagesGatewayProps,
    deployment: Apigatewayv2Deployment,
  ): Apigatewayv2Stage {
    const log = new CloudwatchLogGroup(this, 'log', {
      name: accessLogGroupName(name, 'messages'),
      retentionInDays: settings.logRetentionDays,
    });
    const { ratePerSecond, burst } = settings.api.throttle;
    return new Apigatewayv2Stage(this, 'stage', {
      apiId: this.apiId,
      name: settings.api.stageName,
      deploymentId: deployment.id,
      accessLogSettings: { destinationArn: log.arn, format: CONNECTION_LOG_FORMAT },
      defaultRouteSettings: {
        throttlingRateLimit: ratePerSecond,
        throttlingBurstLimit: burst,
        detailedMetricsEnabled: true,
        // Execution logs would hold messages and the token header.
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
      },
      dependsOn: account && [account.account],
    });
  }
}
