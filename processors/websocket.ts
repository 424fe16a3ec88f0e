import { text } from 'node:stream/consumers';
import type { Capture } from '../contracts/processor';

/** What the shipped processor answers a message with. */
export interface WebSocketResult {
  /** Of the message, UTF-8. */
  bytes: number;
  /** The message's own `data`, when it has one and is no longer than 32 KB. */
  data?: unknown;
}

/** Longest message whose data is sent back, bytes: what fits into one frame of API Gateway's. */
const MAX_ECHOED_BYTES = 32 * 1024;

/** The sample: says how long the message was, and sends its `data` back. */
export async function websocket({ size, body }: Capture): Promise<WebSocketResult> {
  if (size > MAX_ECHOED_BYTES) return { bytes: size };
  const message: unknown = parse(await text(body));
  const data =
    typeof message === 'object' && message !== null && 'data' in message ? message.data : undefined;
  return { bytes: size, ...(data !== undefined && { data }) };
}

/** The API lets only JSON pass; what came another way has no data. */
function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
