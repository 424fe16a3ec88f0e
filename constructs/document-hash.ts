import { createHash } from 'node:crypto';
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';

/** Hash of an API's definition with its references written out: placeholders differ from one synthesis to the next. */
export function documentHash(scope: Construct, document: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolved: string = Tokenization.resolve(document, { scope, resolver, preparing: false });
  return createHash('sha256').update(resolved).digest('hex');
}
