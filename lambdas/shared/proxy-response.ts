import type { APIGatewayProxyResult } from 'aws-lambda';

/** An answer to API Gateway's proxy integration: JSON, as everywhere in our APIs. */
export function jsonResponse(
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** An error: `{"message"}`. */
export function errorResponse(statusCode: number, message: string): APIGatewayProxyResult {
  return jsonResponse(statusCode, { message });
}

/** What the client is told about trouble of ours, as by the gateway itself. */
export const UNAVAILABLE = 'temporarily unavailable: send it again';
