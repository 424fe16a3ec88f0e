import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Channel } from '../../contracts/capture';
import { type Capture, type Processor, RejectedError } from '../../contracts/processor';
import { orderIn } from '../order';

/** Does as the payload orders; success answers with what arrived. */
async function obey({ attempt, body }: Capture): Promise<unknown> {
  const payload = await buffer(body);
  const { kind, ms, until = 0 } = orderIn(payload);
  if (kind === 'poison') throw new Error('poison');
  if (kind === 'reject') throw new RejectedError('refused');
  if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, ms));
  if (kind === 'throw' && attempt <= until) throw new Error(`attempt ${attempt} of ${until} that fail`);
  if (kind === 'crash' && attempt <= until) process.exit(1);
  if (kind === 'hang' && attempt <= until) await new Promise(() => {});
  return { attempt, sha256: createHash('sha256').update(payload).digest('hex') };
}

export const processors: Record<Channel, Processor> = {
  publish: obey,
  jobs: obey,
  uploads: obey,
  webhooks: obey,
  websocket: obey,
};
