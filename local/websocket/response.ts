import type { BackendResponse } from '../apigateway/integration';
import type { WebSocketContext } from './context';
import { type BodyTemplates, DEFAULT_KEY } from './templates';

/** The integration response: what a backend's answer becomes, by its status. */
export class IntegrationResponse {
  /** @param templates by status, and `$default` for all others */
  constructor(private readonly templates: BodyTemplates) {}

  /** What the client is sent: the backend's own text where no template is for its status. @throws GatewayError */
  render(context: WebSocketContext, { status, body }: Pick<BackendResponse, 'status' | 'body'>): string {
    const template = this.templates.get(String(status)) ?? this.templates.get(DEFAULT_KEY);
    const text = body.toString('utf8');
    return template ? template(context, text) : text;
  }
}
