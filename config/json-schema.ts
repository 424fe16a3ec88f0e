import { z } from 'zod';
import { regionsFile } from './schema/file';

/** The text of `regions.schema.json`, generated from the zod schema. */
export function schemaText(): string {
  const schema = z.toJSONSchema(regionsFile, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ title: 'pillarbox regions.json', ...schema }, null, 2)}\n`;
}
