import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { type Bundles, bundleFunctions } from '../../constructs/bundle';
import { FUNCTIONS, type FunctionId } from '../../contracts/naming';

let bundles: Bundles;

beforeAll(async () => {
  bundles = await bundleFunctions('__tests__/e2e/processors');
});

afterAll(() => {
  bundles.dispose();
});

const codeOf = (id: FunctionId) =>
  Buffer.from(unzipSync(readFileSync(bundles.get(id).path))['index.js']!).toString('utf8');

it.each(FUNCTIONS)('%s needs nothing but Node.js', (id) => {
  const required = [...codeOf(id).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
  // The SDK tries this one for SigV4A and does without it.
  const missing = required.filter((name) => !isBuiltin(name) && name !== '@aws-sdk/signature-v4-crt');

  expect(missing).toEqual([]);
  expect(codeOf(id)).toContain('handler');
});

it.each(FUNCTIONS)('%s tells nothing of the machine that bundled it', (id) => {
  expect(codeOf(id)).not.toContain(resolve(__dirname, '..', '..'));
  expect(codeOf(id)).not.toContain('sourceMappingURL');
});

it.each(FUNCTIONS)('the hash of %s is that of its zip', (id) => {
  const { path, sha256 } = bundles.get(id);

  expect(sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
});

it('takes the processors from the folder of the settings', async () => {
  const shipped = await bundleFunctions('processors');

  expect(shipped.get('process').sha256).not.toBe(bundles.get('process').sha256);
  expect(shipped.get('claim').sha256).toBe(bundles.get('claim').sha256);
  shipped.dispose();
});

it('leaves no files behind', async () => {
  const made = await bundleFunctions('processors');
  const { path } = made.get('claim');

  made.dispose();

  expect(existsSync(path)).toBe(false);
});
