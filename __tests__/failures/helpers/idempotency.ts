import { createHash } from 'node:crypto';
import { type IdempotencyItem, idempotencyItemId } from '../../../contracts/record';
import type { Deployment } from '../../e2e/helpers/deployment';

/** Who holds an Idempotency-Key of the seeded principal now. */
export async function keyHolder(deployment: Deployment, key: string): Promise<IdempotencyItem> {
  const keySha256 = createHash('sha256').update(key).digest('hex');
  const item: unknown = await deployment.record(idempotencyItemId('publish', 'local', keySha256));
  if (!item) throw new Error(`nobody holds the key ${key}`);
  return item as IdempotencyItem;
}
