import { type Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { PlannedCapture } from './plan-captures';

/** What came of a request: the id of the capture, or why there is none. */
export type Answer = { id: string } | { refused: string };

/** How long a client waits for an answer, ms. */
const PATIENCE_MS = 3000;

/** Posts a capture once. Never rejects: an error is a refusal by its code. */
export function post(
  agent: Agent,
  url: string,
  { contentType, idempotencyKey }: PlannedCapture,
  payload: Buffer,
): Promise<Answer> {
  const headers = {
    AuthDetails: 'allow',
    'Content-Type': contentType,
    'Content-Length': payload.length,
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  };
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const refuse = (error: NodeJS.ErrnoException) =>
      resolve({ refused: signal.aborted ? 'no answer' : (error.code ?? error.name) });
    const sent = request(url, { agent, method: 'POST', headers, signal }, (response) => {
      text(response).then((answer) => {
        if (response.statusCode !== 202) return resolve({ refused: String(response.statusCode) });
        resolve({ id: (JSON.parse(answer) as { id: string }).id });
      }, refuse);
    });
    sent.on('error', refuse);
    sent.end(payload);
  });
}
