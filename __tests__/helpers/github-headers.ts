import { createHmac } from 'node:crypto';

/** Headers by which GitHub signs a delivery; written out here, so that a test of the function does not use its code. */
export function githubHeaders(secret: string, body: string, delivery?: string): Record<string, string> {
  return {
    'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    ...(delivery !== undefined && { 'X-GitHub-Delivery': delivery }),
  };
}
