import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse } from '../core/call';
import type { Gate } from '../core/gate';
import { refusal } from '../front-door/respond';
import { asAwsError } from '../protocol/json-answer';
import { readBody } from '../protocol/read-body';
import type { Connection } from './connection';
import type { Connections } from './connections';
import { MAX_MESSAGE_BYTES } from './limits';
import type { WebSocketStage } from './stage';

/** What the management API works on. */
export interface ManagementView {
  gate: Gate;
  connections: Pick<Connections, 'find'>;
  /** The stage of a region, by their names. */
  stage(region: string, name: string): WebSocketStage | undefined;
}

type Operation = (connection: Connection, request: AwsRequest) => Promise<AwsResponse>;

/** What one does to a connection by its id, by HTTP method (API Gateway Management API reference). */
const OPERATIONS: Record<string, Operation | undefined> = {
  POST: async (connection, { body }) => {
    const data = await readBody(body, MAX_MESSAGE_BYTES).catch(() => {
      throw new AwsError(
        'PayloadTooLargeException',
        `Payload size exceeded ${MAX_MESSAGE_BYTES} bytes.`,
        413,
      );
    });
    if (!connection.open) throw gone();
    connection.send(data.toString('utf8'));
    return { status: 200, headers: {}, body: '' };
  },
  GET: async ({ context, lastActiveAt }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      connectedAt: new Date(context.connectedAt).toISOString(),
      identity: context.identity,
      lastActiveAt: new Date(lastActiveAt).toISOString(),
    }),
  }),
  DELETE: async (connection) => {
    connection.close();
    return { status: 204, headers: {}, body: '' };
  },
};

/** `/<region>/<stage>/@connections/<id>` */
const PATH = /^\/([^/]+)\/([^/]+)\/(?:@|%40)connections\/([^/]+)$/;

/** Answers a signed call of the management API. @throws ConnectionLostError when there is to be no answer */
export async function manage(view: ManagementView, request: AwsRequest): Promise<AwsResponse> {
  try {
    return await operate(view, request);
  } catch (error) {
    const { status, code, message } = asAwsError(error);
    return refusal(status, code, message);
  }
}

async function operate(
  { gate, connections, stage }: ManagementView,
  request: AwsRequest,
): Promise<AwsResponse> {
  const [, region = '', name = '', encoded = ''] = PATH.exec(request.path) ?? [];
  const found = stage(region, name);
  if (!found || region !== request.region) throw new AwsError('ForbiddenException', 'Forbidden', 403);
  const operation = OPERATIONS[request.method];
  if (!operation) throw new AwsError('NotImplemented', `${request.method} is not served.`, 501);
  const id = decode(encoded);
  return gate.run(
    {
      region,
      service: 'execute-api',
      action: 'execute-api:ManageConnections',
      resource: `${found.props.executionArn}/${request.method}/@connections/${id}`,
      caller: request.caller,
      signal: request.signal,
    },
    () => {
      const connection = connections.find(found, id);
      if (!connection) throw gone();
      return operation(connection, request);
    },
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No connection has such an id.
    return text;
  }
}

/** What is answered about a connection that is closed or never was. */
function gone(): AwsError {
  return new AwsError('GoneException', 'The connection has gone.', 410);
}
