import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What came with a 202. */
export interface Accepted {
  id: string;
  /** From the request to the end of the answer, ms. */
  latencyMs: number;
}

/** How to post. */
export interface Load {
  endpoint: string;
  regions: string[];
  body: Buffer;
  /** Requests at a time. */
  concurrency: number;
}

/** Posts the payload `count` times, round robin over the regions. Rejects when there is no answer at all. */
export async function postAll(
  { endpoint, regions, body, concurrency }: Load,
  count: number,
): Promise<Accepted[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const accepted: Accepted[] = [];
  let next = 0;
  const poster = async () => {
    while (next < count) {
      const region = regions[next++ % regions.length];
      const started = performance.now();
      const id = await post(agent, `${endpoint}/${region}/beta/publish`, body);
      if (id !== undefined) accepted.push({ id, latencyMs: performance.now() - started });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, poster));
  agent.destroy();
  return accepted;
}

/** The id of the capture, when it was answered 202. */
function post(agent: Agent, url: string, body: Buffer): Promise<string | undefined> {
  const headers = {
    AuthDetails: 'allow',
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, async (response) => {
      const answer = await text(response);
      resolve(response.statusCode === 202 ? (JSON.parse(answer) as { id: string }).id : undefined);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
