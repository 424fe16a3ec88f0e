import type { Model } from '../apigateway/model';
import type { ConnectionAuthorizer } from './connect-authorizer';
import type { Backend, Integration } from './integration';
import type { IntegrationResponse } from './response';
import type { Route } from './route';
import { DEFAULT_KEY } from './templates';

/** A route as the stacks define it. */
export interface RouteProps {
  key: string;
  /** `integrations/<id>` */
  target: string;
  /** Of `$connect` only; absent where anyone may connect. */
  authorizer?: ConnectionAuthorizer;
  /** Name of the model of every message. */
  model?: string;
  twoWay: boolean;
}

/** A WebSocket API: everything but its stages. Every deployment is the API as it stands. */
export class WebSocketApi {
  readonly models = new Map<string, Model>();
  readonly authorizers = new Map<string, ConnectionAuthorizer>();
  private readonly integrations = new Map<string, Integration>();
  private readonly routes = new Map<string, Route>();

  constructor(
    readonly id: string,
    readonly region: string,
  ) {}

  /** @throws Error when there is no such authorizer */
  authorizer(id: string): ConnectionAuthorizer {
    return found('authorizer', id, this.authorizers);
  }

  /** Returns the integration's id. */
  addIntegration(backend: Backend, timeoutMs: number): string {
    const id = `integration-${this.integrations.size + 1}`;
    this.integrations.set(id, { backend, timeoutMs });
    return id;
  }

  /** Says what an integration's answers become. @throws Error when there is no such integration, or it has a response */
  setResponse(integrationId: string, response: IntegrationResponse): void {
    const integration = found('integration', integrationId, this.integrations);
    if (integration.response) throw new Error(`integration_id: ${integrationId} has a response already`);
    integration.response = response;
  }

  /** @throws Error that names what the route refers to and is not there, or for a key that has a route already */
  addRoute({ key, target, authorizer, model, twoWay }: RouteProps): void {
    if (this.routes.has(key)) throw new Error(`route_key: ${key} has a route already`);
    this.routes.set(key, {
      key,
      integration: found('integration', target.replace(/^integrations\//, ''), this.integrations),
      authorizer,
      model: model ? found('model', model, this.models) : undefined,
      twoWay,
      responds: false,
    });
  }

  /** Lets a two-way route answer. @throws Error when there is no such route */
  addRouteResponse(routeKey: string): void {
    found('route', routeKey, this.routes).responds = true;
  }

  /** What is asked when a client connects. */
  get connectRoute(): Route | undefined {
    return this.routes.get('$connect');
  }

  /** The route of every message. */
  get messageRoute(): Route | undefined {
    return this.routes.get(DEFAULT_KEY);
  }
}

function found<T>(what: string, name: string, among: Map<string, T>): T {
  const value = among.get(name);
  if (value === undefined) throw new Error(`there is no ${what} ${name} of this API`);
  return value;
}
