import type { ApiCall } from './api-call';

/** What decides whether a method may be called, and by whom it is. */
export interface MethodAuthorizer {
  /** Whether the body is part of what it looks at, and must have been read. */
  readonly needsBody: boolean;
  /**
   * Lets a call through, its `$context` filled, or not.
   * @throws GatewayError
   */
  authorize(call: ApiCall, methodArn: string): Promise<void>;
}
