import { notifiedCaptures } from '../../../audit/notified-captures';
import { readErrorMessages, readQueueCounts } from '../../../audit/read-queues';
import type { Deployment } from '../../e2e/helpers/deployment';

/** How many messages of the error queues name a capture. */
export async function errorCopies({ auditTarget }: Deployment, id: string): Promise<number> {
  const messages = await readErrorMessages(auditTarget, await readQueueCounts(auditTarget));
  return messages.filter(({ body }) => notifiedCaptures(auditTarget, body).includes(id)).length;
}
