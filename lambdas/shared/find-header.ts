import type { APIGatewayProxyEventHeaders } from 'aws-lambda';

/** The value of a header, whatever the case of its name; an empty one is absent. */
export function findHeader(headers: APIGatewayProxyEventHeaders | null, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = Object.entries(headers ?? {}).find(([header]) => header.toLowerCase() === wanted);
  return found?.[1] || undefined;
}
