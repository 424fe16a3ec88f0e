import type { IncomingMessage } from 'node:http';
import { AccessLog, type AccessLogProps } from '../apigateway/access-log';
import { apiIdOf } from '../apigateway/api-id';
import { newExtendedRequestId } from '../apigateway/context';
import type { ApiServices } from '../apigateway/services';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Place } from '../faults/territory';
import type { HttpRequest, Upgrade } from '../front-door/server';
import { refuseUpgrade } from './accept';
import { WebSocketApi } from './api';
import { Connections } from './connections';
import type { ConnectionContext } from './context';
import type { ConnectionLimits } from './limits';
import { manage } from './management';
import { WebSocketStage, type WebSocketStageProps } from './stage';

/** What WebSocket APIs need of the rest. */
export type WebSocketServices = Pick<ApiServices, 'cloud' | 'lambda' | 'logs'>;

/** A stage as the stacks define it. */
export interface StageDefinition extends Pick<WebSocketStageProps, 'name' | 'throttle'> {
  accessLog?: Pick<AccessLogProps, 'destinationArn' | 'format' | 'accountRole'>;
}

/** WebSocket APIs of all regions, at `/<region>/<stage>`: a handshake there, signed `@connections` calls below it. */
export class WebSocketService implements AwsService {
  private readonly apis = new Map<string, WebSocketApi>();
  /** By `<region>/<stage name>`. */
  private readonly stages = new Map<string, WebSocketStage>();
  private readonly connections: Connections;

  /** @param limits what connections may do */
  constructor(
    private readonly services: WebSocketServices,
    limits: ConnectionLimits,
  ) {
    this.connections = new Connections(limits, () => services.cloud.now());
  }

  /** Creates an API without anything in it. @param address what makes its id */
  createApi(region: string, address: string): WebSocketApi {
    const api = new WebSocketApi(apiIdOf(address), region);
    this.apis.set(api.id, api);
    return api;
  }

  /** @throws Error when there is none */
  api(id: string): WebSocketApi {
    const api = this.apis.get(id);
    if (!api) throw new Error(`api_id: there is no WebSocket API ${id}`);
    return api;
  }

  /** ARN by which permissions and policies of authorizers name the API. */
  executionArn({ id, region }: WebSocketApi): string {
    const { partition, accountId } = this.services.cloud;
    return `arn:${partition}:execute-api:${region}:${accountId}:${id}`;
  }

  /** Creates a stage. Returns its URL. @throws Error when the region has a WebSocket stage of that name */
  createStage(api: WebSocketApi, { name, throttle, accessLog }: StageDefinition): string {
    const { cloud } = this.services;
    const { id: apiId, region } = api;
    const key = `${region}/${name}`;
    if (this.stages.has(key)) throw new Error(`name: another WebSocket API has the stage /${key}`);
    const props: WebSocketStageProps = {
      api,
      name,
      throttle,
      executionArn: `${this.executionArn(api)}/${name}`,
      accessLog: accessLog && new AccessLog({ ...accessLog, region, apiId }, this.services),
      now: () => cloud.now(),
    };
    this.stages.set(key, new WebSocketStage(props));
    return `${cloud.endpoint.replace(/^http/, 'ws')}/${key}`;
  }

  /** Answers a handshake: opens a connection, or refuses it with an HTTP status. */
  async connect(http: HttpRequest, upgrade: Upgrade): Promise<void> {
    const [, region = '', name = '', ...rest] = http.path.split('/');
    const stage = this.stages.get(`${region}/${name}`);
    if (!stage || rest.join('') !== '' || !isWebSocket(upgrade.request)) {
      refuseUpgrade(upgrade.socket, 403, JSON.stringify({ message: 'Forbidden' }));
      return;
    }
    const connection = this.newConnection(stage, http);
    const { status, text = '' } = await stage.connect(http, connection);
    // A backend that does not answer 2xx refuses the connection.
    if (status < 200 || status > 299) refuseUpgrade(upgrade.socket, status, text);
    else if (!upgrade.socket.destroyed) this.connections.accept(stage, connection, upgrade);
  }

  /** Answers a signed call of the management API. @throws ConnectionLostError when there is to be no answer */
  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.services.cloud;
    const stage = (region: string, name: string) => this.stages.get(`${region}/${name}`);
    return manage({ gate, connections: this.connections, stage }, request);
  }

  /** Ends the connections of stages that are away, without a word. */
  cutConnections(isAway: (place: Place) => boolean): void {
    this.connections.cut(isAway);
  }

  private newConnection({ props }: WebSocketStage, { headers, sourceIp }: HttpRequest): ConnectionContext {
    const { cloud } = this.services;
    const { id: apiId, region } = props.api;
    return {
      accountId: cloud.accountId,
      apiId,
      stage: props.name,
      domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
      connectionId: newExtendedRequestId(),
      connectedAt: cloud.now(),
      identity: { sourceIp, userAgent: headers['user-agent'] },
      authorizer: {},
    };
  }
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}
