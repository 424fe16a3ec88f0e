import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SynthesisError, synthesize } from '../../local/synthesize';

const exported = process.env.AWS_ENDPOINT_URL;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pillarbox-test-synthesize-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('synthesizing for the local cloud', () => {
  it('writes the app of the given configuration into the given folder', async () => {
    const outdir = join(folder, 'out');
    await synthesize({ outdir, config: '__tests__/e2e/regions.json' });
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(true);
    expect(existsSync(join(outdir, 'stacks', 'ingest-us-east-1', 'cdk.tf.json'))).toBe(true);
  });

  it('writes the stacks for AWS, whatever endpoint is exported', async () => {
    const outdir = join(folder, 'out');
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:5000';
    try {
      await synthesize({ outdir, config: '__tests__/e2e/regions.json' });
    } finally {
      if (exported === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = exported;
    }
    const stack = JSON.parse(readFileSync(join(outdir, 'stacks', 'central', 'cdk.tf.json'), 'utf8'));
    expect(stack.provider.aws).toEqual([{ default_tags: expect.anything(), region: 'eu-west-1' }]);
  });

  it('fails with the faults of the configuration and nothing else', async () => {
    const config = join(folder, 'regions.json');
    writeFileSync(config, JSON.stringify({ name: 'x', central: { region: 'eu-west-1' }, ingest: [] }));
    const failure = await synthesize({ outdir: join(folder, 'out'), config }).catch((error) => error);
    expect(failure).toBeInstanceOf(SynthesisError);
    expect(failure.message).toMatch(/^\S*regions\.json: 2 faults\n {2}name: .*\n {2}ingest: .*$/);
  });
});
