import { hasWebhooks } from '../../config/settings';
import { isAssignablePrincipal } from '../../contracts/capture';
import { parseSettings } from '../../config/load';
import { faultsOf, minimal } from '../helpers/configurations';

const withSources = (sources: unknown) => ({ ...minimal, webhooks: { sources } });
const withSource = (source: unknown) => withSources({ acme: source });
const HMAC = { scheme: 'hmac', header: 'X-Signature' };

it('there are none by default, and signatures keep for five minutes', () => {
  const settings = parseSettings(minimal);

  expect(settings.webhooks).toEqual({ toleranceSeconds: 300, sources: {} });
  expect(hasWebhooks(settings)).toBe(false);
});

it('a generic signature is SHA-256 in hex unless it says otherwise', () => {
  expect(parseSettings(withSource(HMAC)).webhooks.sources).toEqual({
    acme: { ...HMAC, algorithm: 'sha256', encoding: 'hex', prefix: '' },
  });
  const other = { ...HMAC, algorithm: 'sha1', encoding: 'base64', prefix: 'v0=' };
  expect(parseSettings(withSource(other)).webhooks.sources).toEqual({ acme: other });
});

it.each([
  { scheme: 'standard', required: ['data'] },
  { scheme: 'github' },
  { scheme: 'stripe' },
  { ...HMAC, deliveryId: { header: 'X-Id' }, challengeParameter: 'hub.challenge' },
  { scheme: 'none', deliveryId: { field: 'id' } },
])('a source may be %j', (source) => {
  expect(faultsOf(withSource(source))).toEqual([]);
});

const at = 'webhooks.sources.acme';
it.each<[unknown, string]>([
  [{}, `${at}.scheme: received undefined, allowed is "standard", "github", "stripe", "hmac", "none"`],
  [
    { scheme: 'slack' },
    `${at}.scheme: received "slack", allowed is "standard", "github", "stripe", "hmac", "none"`,
  ],
  [{ scheme: 'hmac' }, `${at}.header: missing, allowed is a string`],
  [
    { ...HMAC, header: 'a b' },
    `${at}.header: received "a b", allowed is a header name of 1 to 64 letters, digits and -`,
  ],
  [{ ...HMAC, algorithm: 'md5' }, `${at}.algorithm: received "md5", allowed is "sha1", "sha256", "sha512"`],
  [
    { scheme: 'github', deliveryId: { field: 'id' } },
    `${at}.deliveryId: unknown key, received {"field":"id"}`,
  ],
  [
    { scheme: 'none', deliveryId: {} },
    `${at}.deliveryId: received {}, allowed is one of {"header": name} and {"field": name}`,
  ],
  [{ scheme: 'none', required: [''] }, `${at}.required[0]: received "", allowed is at least 1 characters`],
])('fails for the source %j', (source, fault) => {
  expect(faultsOf(withSource(source))).toEqual([fault]);
});

it.each(['A', 'a b', '', '-a', 'a'.repeat(65), 'a.b', 'a/b', 'anonymous', 'h_ab'])(
  'fails for the name "%s"',
  (name) => {
    expect(faultsOf(withSources({ [name]: { scheme: 'none' } }))).toEqual([
      `webhooks.sources.${name}: a key of this name, allowed is 1 to 64 lower-case letters, digits, _ and -, a letter or digit first; neither "anonymous" nor h_ and more`,
    ]);
  },
);

it.each(['a', 'anonymous1', 'h-a', '0', 'a'.repeat(64)])('"%s" may be a source, and a principal', (name) => {
  expect(faultsOf(withSources({ [name]: { scheme: 'none' } }))).toEqual([]);
  expect(isAssignablePrincipal(name)).toBe(true);
});

describe('of more than a function can be told', () => {
  const many = (count: number, source: unknown) =>
    withSources(Object.fromEntries(Array.from({ length: count }, (_, n) => [`source-${n}`, source])));
  const fault = expect.stringMatching(
    /^webhooks\.sources: received .*, allowed is at most 3000 bytes of JSON with all defaults written out$/,
  );

  it('fails what has too many characters', () => {
    expect(faultsOf(many(60, { ...HMAC, prefix: 'signature=' }))).toEqual([fault]);
  });

  it('fails what has too many once its defaults are written out', () => {
    expect(JSON.stringify(many(30, HMAC).webhooks.sources).length).toBeLessThan(2000);
    expect(faultsOf(many(30, HMAC))).toEqual([fault]);
    expect(faultsOf(many(20, HMAC))).toEqual([]);
  });

  it('fails what has too many bytes', () => {
    const required = [...'ü'.repeat(20)].map((letter) => letter.repeat(60));
    expect(JSON.stringify(many(2, { scheme: 'none', required }).webhooks.sources).length).toBeLessThan(2700);
    expect(faultsOf(many(2, { scheme: 'none', required }))).toEqual([fault]);
  });
});
