import { jsonPath } from './json-path';

/** Where `$input` reads from. */
export interface InputSource {
  body: string;
  path: Record<string, string>;
  querystring: Record<string, string>;
  /** Names as the client spelled them. */
  header: Record<string, string>;
}

/** `$input` of a mapping template. */
export function velocityInput(source: InputSource) {
  const parsed = () => (source.body === '' ? {} : JSON.parse(source.body));
  return {
    body: source.body,
    json: (path: string) => JSON.stringify(jsonPath(parsed(), path)) ?? '',
    path: (path: string) => jsonPath(parsed(), path),
    params: (name?: string) => {
      if (name === undefined)
        return { path: source.path, querystring: source.querystring, header: source.header };
      return source.path[name] ?? source.querystring[name] ?? source.header[name] ?? '';
    },
  };
}

/** `$util` of a mapping template. */
export const VELOCITY_UTIL = {
  /** As Apache Commons `escapeEcmaScript`, which API Gateway uses: quotes, slashes, and everything beyond ASCII. */
  escapeJavaScript: (value: unknown) =>
    Array.from({ length: String(value).length }, (_none, index) => escapeUnit(String(value), index)).join(''),
  parseJson: (text: string) => JSON.parse(text),
  /** As Java's URLEncoder: a space is `+`, and only letters, digits and `.-*_` stay. Not of what is no text: no method fits it. */
  urlEncode: (value: unknown) => (typeof value === 'string' ? formEncode(value) : undefined),
  urlDecode: (value: unknown) => decodeURIComponent(String(value).replaceAll('+', ' ')),
  base64Encode: (value: unknown) => Buffer.from(String(value)).toString('base64'),
  base64Decode: (value: unknown) => Buffer.from(String(value), 'base64').toString('utf8'),
};

function formEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeUnit(text: string, index: number): string {
  const character = text.charAt(index);
  const code = text.charCodeAt(index);
  if (SHORT_ESCAPES[character]) return SHORT_ESCAPES[character];
  return code < 32 || code > 126 ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : character;
}
