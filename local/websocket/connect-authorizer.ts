import {
  type AuthorizerFunctionProps,
  askAuthorizer,
  requireAllowed,
} from '../apigateway/authorizer-function';
import { GatewayError } from '../apigateway/gateway-error';
import { IamAuthorizer, type IamAuthorizerProps } from '../apigateway/iam-authorizer';
import type { HttpRequest } from '../front-door/server';
import { connectEvent } from './connect-event';
import type { WebSocketContext } from './context';

/** What decides whether a client may connect; its answer is `$context.authorizer`. @throws GatewayError */
export interface ConnectionAuthorizer {
  authorize(
    request: HttpRequest,
    context: WebSocketContext,
    methodArn: string,
  ): Promise<Record<string, string>>;
}

/** A REQUEST authorizer of `$connect`. Answers are not cached: WebSocket APIs have no such setting. */
export interface ConnectAuthorizerProps extends AuthorizerFunctionProps {
  /** `route.request.header.<name>` or `route.request.querystring.<name>`; all must be present. */
  identitySources: string[];
}

const SOURCE = /^route\.request\.(header|querystring)\.([\w-]+)$/;

/** Asks its function who connects. */
export class ConnectAuthorizer implements ConnectionAuthorizer {
  private readonly sources: { in: string; name: string }[];

  /** @throws Error for an identity source that is not served */
  constructor(private readonly props: ConnectAuthorizerProps) {
    this.sources = props.identitySources.map((source) => {
      const [, where, name] = SOURCE.exec(source) ?? [];
      if (where === undefined || name === undefined) {
        throw new Error(
          `identity_sources: received ${source}, the local cloud knows route.request.header.<name> and route.request.querystring.<name>`,
        );
      }
      return { in: where, name };
    });
  }

  /**
   * Lets a connection through and returns its `$context.authorizer`.
   * @throws GatewayError UNAUTHORIZED (401) without identity, ACCESS_DENIED (403) where the policy does not allow,
   * AUTHORIZER_FAILURE or _CONFIGURATION_ERROR (500)
   */
  async authorize(
    request: HttpRequest,
    context: WebSocketContext,
    methodArn: string,
  ): Promise<Record<string, string>> {
    if (!this.sources.every((source) => identity(source, request))) throw new GatewayError('UNAUTHORIZED');
    const { policy, context: answered } = await askAuthorizer(
      this.props,
      connectEvent(request, context, methodArn),
    );
    requireAllowed(policy, methodArn);
    return answered;
  }
}

function identity(source: { in: string; name: string }, { headers, query }: HttpRequest): string {
  return (source.in === 'header' ? headers[source.name.toLowerCase()] : query.get(source.name)) ?? '';
}

/** `AWS_IAM` on `$connect`: the handshake must be signed by somebody who may invoke it. */
export function iamConnectAuthorizer(props: IamAuthorizerProps): ConnectionAuthorizer {
  const authorizer = new IamAuthorizer(props);
  return {
    authorize: async (http, context, methodArn) => {
      await authorizer.authorize({ http, context, body: Buffer.alloc(0) }, methodArn);
      return {};
    },
  };
}
