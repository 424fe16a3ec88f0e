import { buffer } from 'node:stream/consumers';
import type { Capture } from '../contracts/processor';

/** What the shipped processor records about a webhook. */
export interface WebhookResult {
  /** As configured in `regions.json`. */
  source: string;
  /** The provider's name for what happened, in `type` or `event` of a JSON body; null where there is none. */
  type: string | null;
}

/** Says what a source told of; a webhook is never larger than what Lambda takes, 6 MB. */
export async function webhooks({ principal, body }: Capture): Promise<WebhookResult> {
  return { source: principal, type: typeIn((await buffer(body)).toString('utf8')) };
}

function typeIn(text: string): string | null {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof event !== 'object' || event === null) return null;
  const { type, event: name } = event as { type?: unknown; event?: unknown };
  return [type, name].find((each) => typeof each === 'string') ?? null;
}
