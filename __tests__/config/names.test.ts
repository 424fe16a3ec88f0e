import { parseSettings } from '../../config/load';
import { faultsOf, minimal } from '../helpers/configurations';

const withName = (name: string) => ({ ...minimal, name });
const withHeader = (tokenHeader: string) => ({ ...minimal, defaults: { auth: { tokenHeader } } });
const withApi = (name: string) => ({ ...minimal, defaults: { api: { name } } });
const withBucket = (bucket: string) => ({
  ...minimal,
  state: { backend: 's3', bucket, region: 'eu-west-1' },
});
const withRegions = (...regions: string[]) => ({
  ...minimal,
  central: { region: regions[0] },
  ingest: regions.map((region) => ({ region })),
});

describe('the name of a deployment', () => {
  it.each(['ab', 'a1', 'p'.repeat(20), 'xn-a', 'sthrees', 'amzn-s3-demos', 'a-b-c'])('may be %s', (name) => {
    expect(faultsOf(withName(name))).toEqual([]);
  });

  it.each([
    '',
    'a',
    '1a',
    'a-',
    'A',
    'a_b',
    'p'.repeat(21),
    'xn--a',
    'sthree',
    'sthree-a',
    'amzn-s3-demo',
    'amzn-s3-demo-a',
  ])('fails for %j, which S3 or another service refuses', (name) => {
    expect(faultsOf(withName(name))).toEqual([
      `name: received ${JSON.stringify(name)}, allowed is 2 to 20 lower-case letters, digits and -, a letter first and no - last, not beginning as S3 forbids (xn--, sthree-, amzn-s3-demo-)`,
    ]);
  });
});

describe('a region', () => {
  it.each([
    'ap-northeast-1',
    'cn-northwest-1',
    'us-gov-west-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eusc-de-east-1',
  ])('may be %s', (region) => {
    expect(faultsOf(withRegions(region))).toEqual([]);
  });

  it('fails where its name leaves no room for those of buckets', () => {
    expect(faultsOf({ ...minimal, central: { region: 'eu-northwestcentral-1' } })).toEqual([
      'central.region: received "eu-northwestcentral-1", allowed is at most 20 characters',
    ]);
  });

  it('is one of 40 at most: a drain has no more lanes', () => {
    const regions = Array.from(
      { length: 41 },
      (_, index) => `eu-${String.fromCharCode(97 + (index % 26))}${index < 26 ? 'a' : 'b'}-1`,
    );

    expect(parseSettings(withRegions(...regions.slice(1))).ingest).toHaveLength(40);
    expect(faultsOf(withRegions(...regions))).toEqual([
      expect.stringMatching(/^ingest: received .*, allowed is at most 40 entries$/),
    ]);
  });
});

describe('the token header', () => {
  it.each(['AuthDetails', 'Authorization', 'X-Api-Key', 'X-Amazing'])('may be %s', (header) => {
    expect(faultsOf(withHeader(header))).toEqual([]);
  });

  it.each([
    'Idempotency-Key',
    'content-type',
    'Content-Length',
    'Content-Encoding',
    'HOST',
    'Transfer-Encoding',
    'Connection',
    'Expect',
    'X-Amz-Date',
    'x-amzn-trace-id',
  ])('fails for %s, which has another use', (header) => {
    expect(faultsOf(withHeader(header))).toEqual([
      `defaults.auth.tokenHeader: received "${header}", allowed is a header with no other use: not connection, content-encoding, content-length, content-type, expect, host, idempotency-key, transfer-encoding, nor one that begins with x-amz`,
    ]);
  });
});

describe('the name of the API', () => {
  it.each(['a', ' a b ', '-', 'x'.repeat(128)])('may be %j', (name) => {
    expect(faultsOf(withApi(name))).toEqual([]);
  });

  it.each(['', ' ', '   ', 'a/b'])('fails for %j', (name) => {
    expect(faultsOf(withApi(name))).toEqual([
      `defaults.api.name: received ${JSON.stringify(name)}, allowed is letters, digits, spaces, and _ . -, not spaces alone`,
    ]);
  });

  it('fails beyond 128 characters', () => {
    expect(faultsOf(withApi('x'.repeat(129)))).toEqual([
      expect.stringMatching(/allowed is at most 128 characters$/),
    ]);
  });
});

describe('the bucket of the state', () => {
  it.each(['abc', 'a.b-c', '1a1', 'x'.repeat(63)])('may be %s', (bucket) => {
    expect(faultsOf(withBucket(bucket))).toEqual([]);
  });

  it.each(['ab', 'A-bucket', 'a_bucket', '-abc', 'abc-', '.abc', 'a..b', 'x'.repeat(64)])(
    'fails for %s',
    (bucket) => {
      expect(faultsOf(withBucket(bucket))).toEqual([
        `state.bucket: received "${bucket}", allowed is 3 to 63 lower-case letters, digits, . and -, a letter or digit first and last, no two . in a row`,
      ]);
    },
  );
});
