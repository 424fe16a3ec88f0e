import type { APIGatewayProxyResult } from 'aws-lambda';
import type { WebhookSource } from '../../contracts/webhooks';
import { errorResponse } from '../shared/proxy-response';

/** Longest challenge that is answered, characters. Dropbox, Meta and WebSub send a few dozen. */
const MAX_CHALLENGE = 1024;

/**
 * Answers a GET with the challenge that it bears, as providers ask for when a hook is registered (Dropbox, "Webhooks";
 * Meta, "Webhooks: getting started"; WebSub recommendation, 5.3). As plain text, which no browser may take for a page.
 */
export function answerChallenge(
  source: WebhookSource,
  query: Record<string, string | undefined> | null,
): APIGatewayProxyResult {
  const parameter = 'challengeParameter' in source ? source.challengeParameter : undefined;
  if (parameter === undefined) return errorResponse(404, 'this source takes no challenge');
  const challenge = query?.[parameter];
  if (!challenge || challenge.length > MAX_CHALLENGE) {
    return errorResponse(400, `${parameter}: needed in the query, 1 to ${MAX_CHALLENGE} characters`);
  }
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' },
    body: challenge,
  };
}
