import { S3Client } from '@aws-sdk/client-s3';
import { listPage } from '../../../lambdas/reconcile/list-page';
import { answering } from '../../helpers/answering';
import { makeBucket } from '../../helpers/buckets';

it('asks for the objects after a key, encoded, and reads keys, times, sizes and ETags', async () => {
  const { client, asked } = answering(new S3Client({ region: 'eu-west-2' }), {
    ListObjectsV2Command: {
      IsTruncated: true,
      Contents: [
        { Key: 'captures/publish/a/b%2B%3D', LastModified: new Date(1000), Size: 5, ETag: '"abc"' },
        { Key: 'captures/a+b%0A%C3%A9', LastModified: new Date(2000), Size: 0, ETag: '"d-2"' },
      ],
    },
  });

  expect(await listPage(client, 'bucket', 'captures/publish/a/a')).toEqual({
    objects: [
      { key: 'captures/publish/a/b+=', lastModified: 1000, size: 5, eTag: 'abc' },
      { key: 'captures/a b\né', lastModified: 2000, size: 0, eTag: 'd-2' },
    ],
    next: 'captures/a b\né',
  });
  expect(asked).toEqual([
    { Bucket: 'bucket', Prefix: 'captures/', StartAfter: 'captures/publish/a/a', EncodingType: 'url' },
  ]);
});

it('an empty bucket is a page of nothing, with nothing after it', async () => {
  const { client } = answering(new S3Client({ region: 'eu-west-2' }), {
    ListObjectsV2Command: { IsTruncated: false },
  });

  expect(await listPage(client, 'bucket')).toEqual({ objects: [] });
});

it('pages follow one another without a gap, whatever is in the keys and beside the captures', async () => {
  const { cloud, put } = makeBucket();
  const keys = Array.from({ length: 1500 }, (_, n) => `captures/publish/a/${n} +&é%20=`);
  for (const key of [...keys, 'messages/a/1', 'aside']) {
    await put(encodeURIComponent(key).replaceAll('%2F', '/'));
  }
  const { close } = await cloud.listen();
  const client = new S3Client(cloud.clientConfig());

  const first = await listPage(client, 'bucket');
  const second = await listPage(client, 'bucket', first.next);
  client.destroy();
  await close();

  expect(first.objects).toHaveLength(1000);
  expect(second.next).toBeUndefined();
  expect([...first.objects, ...second.objects].map(({ key }) => key).sort()).toEqual([...keys].sort());
});
