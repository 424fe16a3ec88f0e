/** How API Gateway turns one answer of a backend into ours. */
interface IntegrationResponse {
  statusCode: string;
  contentHandling: 'CONVERT_TO_TEXT';
  responseTemplates: { 'application/json': string };
}

/** A JSON answer. A template needs text, and where every media type is binary text must be asked for. */
export function textResponse(status: number, body: Record<string, string>): IntegrationResponse {
  return {
    statusCode: String(status),
    contentHandling: 'CONVERT_TO_TEXT',
    responseTemplates: { 'application/json': JSON.stringify(body) },
  };
}

/** A JSON answer `{"message"}`: the backend's own words never reach the client. */
export function errorResponse(status: number, message: string): IntegrationResponse {
  return textResponse(status, { message });
}
