import { GatewayError } from '../apigateway/gateway-error';
import type { BackendResponse } from '../apigateway/integration';
import type { WebSocketContext } from './context';
import { type BodyTemplate, DEFAULT_KEY } from './templates';

/** Integration responses: what a backend's answer becomes, by its status. */
export class IntegrationResponses {
  private readonly patterns: { pattern: RegExp; template: BodyTemplate }[] = [];
  private fallback?: BodyTemplate;

  /**
   * Adds a response.
   * @param key `$default` or a pattern of the status such as `/2\d\d/`
   * @throws Error for another key, or for a second `$default`
   */
  add(key: string, template: BodyTemplate): void {
    if (key === DEFAULT_KEY) {
      if (this.fallback) throw new Error(`integration_response_key: ${DEFAULT_KEY} is there already`);
      this.fallback = template;
      return;
    }
    const [, source] = /^\/(.+)\/$/.exec(key) ?? [];
    if (source === undefined) {
      throw new Error(
        `integration_response_key: received ${key}, allowed are ${DEFAULT_KEY} and /<pattern of the status>/`,
      );
    }
    this.patterns.push({ pattern: new RegExp(`^(?:${source})$`), template });
  }

  /**
   * What the client is sent.
   * @throws GatewayError API_CONFIGURATION_ERROR (500) where no response matches, or several do: AWS refuses the first
   * ("no default output mapping configured") and does not say which of several it takes
   */
  render(context: WebSocketContext, { status, body }: Pick<BackendResponse, 'status' | 'body'>): string {
    const found = this.patterns.filter(({ pattern }) => pattern.test(String(status)));
    const template = found[0]?.template ?? this.fallback;
    if (!template || found.length > 1) throw new GatewayError('API_CONFIGURATION_ERROR');
    return template(context, body.toString('utf8'));
  }
}
