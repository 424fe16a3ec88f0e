import { synth } from '../helpers/synth';

const ENDPOINT = 'http://127.0.0.1:5000';

/** Every stack as text, synthesized with this endpoint in the environment. */
function synthesizedWith(endpoint?: string): Record<string, string> {
  const before = process.env.AWS_ENDPOINT_URL;
  set(endpoint);
  try {
    return Object.fromEntries(Object.entries(synth()).map(([name, { text }]) => [name, text]));
  } finally {
    set(before);
  }
}

function set(endpoint?: string): void {
  if (endpoint === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = endpoint;
}

const plain = synthesizedWith();
const own = synthesizedWith(ENDPOINT);

describe.each(Object.keys(plain))('%s for an AWS-compatible endpoint', (name) => {
  it('addresses buckets by path and asks no instance metadata', () => {
    expect(JSON.parse(own[name]!).provider.aws[0]).toMatchObject({
      s3_use_path_style: true,
      skip_metadata_api_check: 'true',
    });
  });

  it('differs in nothing else', () => {
    const terraform = JSON.parse(own[name]!);
    delete terraform.provider.aws[0].s3_use_path_style;
    delete terraform.provider.aws[0].skip_metadata_api_check;

    expect(terraform).toEqual(JSON.parse(plain[name]!));
  });

  it('does not carry the endpoint, which Terraform reads from its own environment', () => {
    expect(own[name]).not.toContain(ENDPOINT);
  });
});

it('is as for AWS when the variable is empty', () => {
  expect(synthesizedWith('')).toEqual(plain);
});
