import fc from 'fast-check';
import { listKeys } from '../../../local/s3/list-keys';
import { SortedKeys } from '../../../local/s3/sorted-keys';
import { makeBucket } from '../../helpers/buckets';

/** All pages of a listing, keys and common prefixes in the order of the pages. */
function listAll(keys: string[], prefix: string, delimiter: string, maxKeys: number) {
  const sorted = new SortedKeys();
  for (const key of keys) {
    sorted.add(key);
  }
  const found = { keys: [] as string[], prefixes: [] as string[] };
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: ReturnType<typeof listKeys> = listKeys(sorted, { prefix, delimiter, after, maxKeys });
    expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(maxKeys);
    found.keys.push(...page.keys);
    found.prefixes.push(...page.prefixes);
    after = page.next;
  }
  return found;
}

describe('a listing', () => {
  it('finds every key or common prefix once, in byte order, whatever the size of its pages', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', '/', 'ü', '🙂', '\uffff'),
      minLength: 1,
      maxLength: 6,
    });
    const any = fc.record({
      keys: fc.uniqueArray(key),
      prefix: fc.constantFrom('', 'a', 'a/', '/', 'ü'),
      delimiter: fc.constantFrom('', '/', 'b/'),
      maxKeys: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(any, ({ keys, prefix, delimiter, maxKeys }) => {
        const bytes = (text: string) => Buffer.from(text);
        const matching = keys
          .filter((each) => each.startsWith(prefix))
          .sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
        const cut = matching.map((each) => {
          const end = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
          return end < 0 ? undefined : each.slice(0, end + delimiter.length);
        });
        expect(listAll(keys, prefix, delimiter, maxKeys)).toEqual({
          keys: matching.filter((_, index) => cut[index] === undefined),
          prefixes: [...new Set(cut.filter((each) => each !== undefined))],
        });
      }),
    );
  });

  it('is told in XML, with encoded keys and a token for the next page', async () => {
    const { put, ask } = makeBucket();
    await put('a%20b%26c/1', '12345');
    await put('z');
    const first = await ask('GET', '?list-type=2&max-keys=1&encoding-type=url');
    expect(first.text).toContain('<Key>a%20b%26c/1</Key>');
    expect(first.text).toContain('<Size>5</Size>');
    expect(first.text).toContain('<IsTruncated>true</IsTruncated>');
    const token = /<NextContinuationToken>(.*?)</.exec(first.text)?.[1] ?? '';
    const second = await ask('GET', `?list-type=2&continuation-token=${encodeURIComponent(token)}`);
    expect(second.text).toContain('<Key>z</Key>');
    expect(second.text).toContain('<IsTruncated>false</IsTruncated>');
    const wrong = await ask('GET', '?list-type=2&continuation-token=%21');
    expect(wrong.status).toBe(400);
  });
});
