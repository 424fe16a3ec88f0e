import { Agent } from 'node:http';
import type { AcceptedCapture } from '../audit/knowledge';
import { payloadOf, sha256Of } from './payload';
import type { PlannedCapture } from './plan-captures';
import { post } from './post';
import { until } from './until';

export interface SendOptions {
  endpoint: string;
  regions: string[];
  clients: number;
  seed: number;
  /** Epoch ms that the plan counts from. */
  startedAt: number;
  /** Epoch ms after which nothing more is tried. */
  giveUpAt: number;
}

/** What the clients have to tell. */
export interface Sent {
  accepted: AcceptedCapture[];
  /** Captures by the SHA-256 of their payload, accepted or not: an answer can be lost. */
  planned: Map<string, PlannedCapture>;
  requests: number;
  /** Requests without a 202, by status or error. */
  refused: Record<string, number>;
  /** Captures that no region has accepted. */
  givenUp: number;
}

/** Requests of one client at the same time. */
const IN_FLIGHT = 8;
/** The pause after all regions have refused, ms; longer each time, up to ten of it. */
const ROUND_PAUSE_MS = 200;

/** Has every client send what is planned for it, each capture until some region accepts it. */
export async function sendCaptures(plan: PlannedCapture[], options: SendOptions): Promise<Sent> {
  const sent: Sent = { accepted: [], planned: new Map(), requests: 0, refused: {}, givenUp: 0 };
  const clients = Array.from({ length: options.clients }, (_, client) =>
    runClient(
      plan.filter((capture) => capture.client === client),
      options,
      sent,
    ),
  );
  await Promise.all(clients);
  return sent;
}

async function runClient(captures: PlannedCapture[], options: SendOptions, sent: Sent): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  let next = 0;
  const worker = async () => {
    while (next < captures.length) {
      const capture = captures[next++]!;
      await until(options.startedAt + capture.dueMs);
      await send(agent, capture, options, sent);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  agent.destroy();
}

/** Tries one region after the other. */
async function send(agent: Agent, capture: PlannedCapture, options: SendOptions, sent: Sent): Promise<void> {
  const { endpoint, regions, seed, giveUpAt } = options;
  const payload = payloadOf(capture, seed);
  const sha256 = sha256Of(payload);
  sent.planned.set(sha256, capture);
  for (let attempt = 0; Date.now() < giveUpAt; attempt += 1) {
    const region = regions[(capture.firstRegion + attempt) % regions.length];
    sent.requests += 1;
    const answer = await post(agent, `${endpoint}/${region}/beta/publish`, capture, payload);
    if ('id' in answer) {
      sent.accepted.push({ id: answer.id, size: payload.length, sha256 });
      return;
    }
    sent.refused[answer.refused] = (sent.refused[answer.refused] ?? 0) + 1;
    const round = Math.floor((attempt + 1) / regions.length);
    if ((attempt + 1) % regions.length === 0) await until(Date.now() + Math.min(round, 10) * ROUND_PAUSE_MS);
  }
  sent.givenUp += 1;
}
