import { text } from 'node:stream/consumers';
import type { Channel } from '../../../contracts/capture';
import type { Capture, Processor } from '../../../contracts/processor';

/** Throws what the payload says after `throw:`, `slowly:` a little later; answers anything else with itself. */
async function obey(capture: Capture): Promise<unknown> {
  const [order, message] = (await text(capture.body)).split(':');
  if (order === 'slowly') await new Promise((resolve) => setTimeout(resolve, 300));
  if (order === 'throw' || order === 'slowly') throw new Error(message);
  return order;
}

export const processors: Record<Channel, Processor> = {
  publish: obey,
  jobs: obey,
  uploads: obey,
  webhooks: obey,
  websocket: obey,
};
