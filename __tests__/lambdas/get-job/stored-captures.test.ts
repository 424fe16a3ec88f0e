import { METADATA } from '../../../contracts/capture';
import { captureBucketName } from '../../../contracts/naming';
import { storedCaptures } from '../../../lambdas/get-job/stored-captures';
import { AwsError } from '../../../local/core/aws-error';
import type { Gate, GatedCall } from '../../../local/core/gate';
import { S3Service } from '../../../local/s3/service';
import { ACCOUNT } from '../../helpers/captures';
import { TestCloud } from '../../helpers/test-cloud';

const HOME = 'eu-west-2';
const OTHER = 'us-east-1';
const KEY = 'captures/jobs/acme/r=';

const before = { ...process.env };
let cloud: TestCloud;
let s3: S3Service;
let close: () => Promise<void>;
/** What S3 was asked, region by region. */
let asked: [region: string, action: string][];
/** Actions that answer with an error. */
let troubles: Map<string, AwsError>;
beforeEach(async () => {
  cloud = new TestCloud();
  s3 = new S3Service(cloud);
  cloud.serve('s3', s3);
  for (const region of [HOME, OTHER]) s3.createBucket(region, captureBucketName('test', ACCOUNT, region));
  ({ close } = await cloud.listen());
  for (const region of [HOME, OTHER]) await put(region, '{"seconds":1}');
  [asked, troubles] = [[], new Map()];
  const gate: Gate = {
    async run<T>({ region, action }: GatedCall, work: () => T | Promise<T>): Promise<T> {
      asked.push([region, action]);
      const trouble = troubles.get(action);
      if (trouble) throw trouble;
      return work();
    },
  };
  Object.assign(cloud, { gate });
  Object.assign(process.env, {
    AWS_REGION: HOME,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: cloud.endpoint,
  });
});
afterEach(async () => {
  process.env = { ...before };
  await close();
  s3.stop();
});

const put = (region: string, body: string) =>
  cloud.send('s3', {
    method: 'PUT',
    region,
    path: `/${captureBucketName('test', ACCOUNT, region)}/${KEY}`,
    headers: { [`x-amz-meta-${METADATA.receivedAt}`]: '900000' },
    body: Buffer.from(body),
  });
const object = { accountId: ACCOUNT, key: KEY, withBody: true };

it.each([HOME, OTHER])(
  'tells of an object in %s, and finds out once that there is a bucket',
  async (region) => {
    const read = storedCaptures('test');

    const answers = [await read(region, object), await read(region, { ...object, withBody: false })];

    expect(answers).toEqual([{ receivedAt: 900_000, parameters: { seconds: 1 } }, { receivedAt: 900_000 }]);
    expect(asked).toEqual([
      [HOME, 's3:ListBucket'],
      [region, 's3:GetObject'],
      [region, 's3:GetObject'],
    ]);
  },
);

it('tells that there is no such object', async () => {
  expect(await storedCaptures('test')(OTHER, { ...object, key: `${KEY}x` })).toBeUndefined();
});

it('asks no region that has no bucket of ours: whatever names one in an id learns that there is nothing', async () => {
  const read = storedCaptures('test');

  for (const region of ['xx-nowhere-1', 'eu-nowhere-9', 'eu-north-1'])
    expect(await read(region, object)).toBeUndefined();

  expect(asked).toEqual(Array(3).fill([HOME, 's3:ListBucket']));
});

it('asks the region itself when S3 may not say more than that there is a bucket', async () => {
  troubles.set('s3:ListBucket', new AwsError('AccessDenied', 'denied', 403));

  expect(await storedCaptures('test')(OTHER, object)).toMatchObject({ parameters: { seconds: 1 } });
});

it.each([
  ['s3:ListBucket', 'whether there is a bucket'],
  ['s3:GetObject', 'whether there is an object'],
])('fails when %s cannot be asked: nobody knows %s', async (action) => {
  troubles.set(action, new AwsError('SlowDown', 'slow down', 503));

  await expect(storedCaptures('test')(OTHER, object)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 503 },
  });
});
