import type { ApiCall } from './api-call';
import { GatewayError } from './gateway-error';
import type { BackendResponse, Integration } from './integration';
import type { RequestBody } from './request-body';

/** A mock: its request template names the status, and there is no backend. */
export class MockIntegration implements Integration {
  constructor(private readonly body: RequestBody) {}

  /** @throws GatewayError API_CONFIGURATION_ERROR (500) when the template gives no status */
  async send(call: ApiCall): Promise<BackendResponse> {
    const status = statusOf(this.body.render(call).toString('utf8'));
    if (status === undefined) throw new GatewayError('API_CONFIGURATION_ERROR');
    return { status, headers: {}, body: Buffer.alloc(0) };
  }
}

/** The status that a mock's rendered template names; undefined when it names none. */
export function statusOf(rendered: string): number | undefined {
  try {
    const status = Number((JSON.parse(rendered) as { statusCode?: unknown }).statusCode);
    return Number.isInteger(status) ? status : undefined;
  } catch {
    return undefined;
  }
}
