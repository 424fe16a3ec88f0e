import type { ApiCall } from './api-call';

/** What a backend answered. */
export interface BackendResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Sends a call to its backend: one kind per integration type.
 * @throws GatewayError for what API Gateway answers itself
 */
export interface Integration {
  send(call: ApiCall, signal: AbortSignal): Promise<BackendResponse>;
}

/** An integration as the OpenAPI document defines it (`x-amazon-apigateway-integration`). */
export interface IntegrationDefinition {
  type: string;
  httpMethod?: string;
  uri?: string;
  credentials?: string;
  passthroughBehavior?: string;
  contentHandling?: string;
  /** Milliseconds, 50–29,000. Default 29,000. */
  timeoutInMillis?: number;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  responses?: Record<string, IntegrationResponseDefinition>;
}

/** How one answer of the backend becomes the method's. */
export interface IntegrationResponseDefinition {
  statusCode: string;
  contentHandling?: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string>;
}

/** Keys that the local cloud knows. */
export const INTEGRATION_KEYS = [
  'type',
  'httpMethod',
  'uri',
  'credentials',
  'passthroughBehavior',
  'contentHandling',
  'timeoutInMillis',
  'requestParameters',
  'requestTemplates',
  'responses',
];
export const INTEGRATION_RESPONSE_KEYS = [
  'statusCode',
  'contentHandling',
  'responseParameters',
  'responseTemplates',
];
