import { randomUUID } from 'node:crypto';
import { json, jsonBody, type Mend, type Reply } from '../mend';

/** `/v2/apis/<api>/deployments`, or one of them. */
const DEPLOYMENTS = /^\/v2\/apis\/([^/?]+)\/deployments(?:\/([^/?]+))?$/;

interface StoredDeployment {
  deploymentId: string;
  [name: string]: unknown;
}

/** Deployments of WebSocket APIs. */
export function webSocketDeployments(): Mend {
  const deployments = new Map<string, StoredDeployment>();
  return {
    name: 'apigatewayv2: deployments',
    reason: 'moto does not have them; what is deployed is the API as it stands, which moto keeps',
    answer({ method, path, body }) {
      const [, api, id] = DEPLOYMENTS.exec(path) ?? [];
      if (api === undefined) return undefined;
      if (method === 'POST') {
        const made = {
          ...json<object>({ body }),
          deploymentId: randomUUID().slice(0, 6),
          deploymentStatus: 'DEPLOYED',
          autoDeployed: false,
          createdDate: new Date().toISOString(),
        };
        deployments.set(`${api} ${made.deploymentId}`, made);
        return rest(201, made);
      }
      const found = deployments.get(`${api} ${id}`);
      if (!found) return rest(404, { message: `Invalid Deployment identifier specified ${id}` });
      if (method !== 'DELETE') return rest(200, found);
      deployments.delete(`${api} ${id}`);
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    },
  };
}

interface Stage {
  stageName?: string;
  deploymentId?: string;
}

const STAGES = /^\/v2\/apis\/([^/?]+)\/stages(?:\/([^/?]+))?$/;

/** The deployment of a stage. */
export function stageDeployment(): Mend {
  const remembered = new Map<string, string>();
  return {
    name: 'apigatewayv2: deploymentId of stages',
    reason: 'moto forgets it; the provider would set it again with every apply',
    completeReply(request, reply) {
      const [, api, name] = STAGES.exec(request.path) ?? [];
      if (api === undefined || reply.status >= 300) return undefined;
      const given = ['POST', 'PATCH'].includes(request.method) ? json<Stage>(request) : {};
      const key = `${api} ${name ?? given.stageName}`;
      if (given.deploymentId) remembered.set(key, given.deploymentId);
      const deploymentId = remembered.get(key);
      return deploymentId === undefined ? undefined : jsonBody({ ...json<Stage>(reply), deploymentId });
    },
  };
}

function rest(status: number, content: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: jsonBody(content) };
}
