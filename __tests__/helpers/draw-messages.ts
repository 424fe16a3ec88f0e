import { seededRandom } from '../../local/faults/seeded-random';

/** What is drawn from: pieces that end fields, begin others, escape, or are not text everywhere. */
const PIECES = [
  '&MessageGroupId=x',
  '&MessageBody=x',
  '&Action=PurgeQueue',
  '&MessageAttribute.1.Value.StringValue=other',
  '%26',
  '%26MessageGroupId%3Dx',
  '%',
  '%00',
  '+',
  ' ',
  '=',
  ';',
  '#',
  '"',
  "'",
  '`',
  '\\',
  '/',
  '<',
  '>',
  ']]>',
  '&amp;',
  '{}',
  '$context.connectionId',
  '${context.accountId}',
  '$!group',
  '$util.urlEncode($input.body)',
  '#set($group = "other.x")',
  '#end',
  '#{else}',
  '$input.body',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u0001',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u2028',
  'ä',
  'ß',
  '漢字',
  '🙂',
  '👩‍👩‍👧',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\ufffe',
  '\uffff',
  'a',
  'Z',
  '0',
  '.',
  '-',
  '_',
];

/** Texts of clients, well-meant and not, the same ones for the same seed. */
export function drawMessages(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const text = (most: number) =>
    Array.from({ length: below(most) + 1 }, () => PIECES[below(PIECES.length)]).join('');
  /** What SQS takes as a group, but of the same pieces. */
  const legal = (most: number) =>
    text(12)
      .replace(/[^!-~]/g, '')
      .slice(0, most) || 'g';
  const group = (): unknown => {
    const kind = below(10);
    if (kind < 8) return legal(63);
    if (kind < 9) return text(8);
    return [0, null, '', {}, [], true, 'g'.repeat(64), 'g'.repeat(63)][below(8)];
  };
  const message = (): string => {
    const drawn = {
      ...(below(4) > 0 && { MessageGroupId: group() }),
      ...(below(3) === 0 && { id: below(4) > 0 ? legal(256) : text(6) }),
      [text(3)]: text(10),
      data: below(30) === 0 ? 'x'.repeat(below(20_000)) : [text(6), { [text(2)]: below(100) }],
    };
    const json = JSON.stringify(drawn, null, below(3));
    switch (below(16)) {
      case 0:
        return text(10);
      case 1:
        return json.slice(0, below(json.length) + 1);
      default:
        return json;
    }
  };
  return Array.from({ length: count }, message);
}

/** What must come of a text, said without the model and the template that decide it. */
export type Verdict = { refused: 'by the model' | 'by the queue' } | { group: string | undefined };

/** What must come of a text. @param text of a client */
export function verdictOf(text: string): Verdict {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { refused: 'by the model' };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { refused: 'by the model' };
  const { MessageGroupId: group, id } = message as Record<string, unknown>;
  if (group !== undefined && !isPrintable(group, 63)) return { refused: 'by the model' };
  if (id !== undefined && !isPrintable(id, 256)) return { refused: 'by the model' };
  return isXml(text) ? { group: group as string | undefined } : { refused: 'by the queue' };
}

function isPrintable(value: unknown, most: number): boolean {
  if (typeof value !== 'string' || value.length < 1 || value.length > most) return false;
  return [...value].every((character) => character > ' ' && character < '\u007f');
}

/** Characters that SQS takes (SendMessage): those of XML 1.0. */
function isXml(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
    return code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code < 0xe000);
  });
}
