import { formDecode, notificationOf } from '../../contracts/notification';

const object = { region: 'eu-west-2', bucket: 'b', size: 3, eTag: 'e' };

it('a key is encoded as S3 does in its events, and read again', () => {
  const body = notificationOf({ ...object, key: 'captures/publish/a b/+ü=' }, 'pillarbox:retry');

  const [{ s3 }] = JSON.parse(body).Records;
  expect(s3.object.key).toBe('captures/publish/a+b/%2B%C3%BC%3D');
  expect(formDecode(s3.object.key)).toBe('captures/publish/a b/+ü=');
});

it('an event says who sent it, and what a lane wants to know', () => {
  expect(JSON.parse(notificationOf({ ...object, key: 'k' }, 'pillarbox:reconcile'))).toEqual({
    Records: [
      {
        eventSource: 'pillarbox:reconcile',
        awsRegion: 'eu-west-2',
        s3: { bucket: { name: 'b' }, object: { key: 'k', size: 3, eTag: 'e' } },
      },
    ],
  });
});

it('fails for a key that is not form-encoded', () => {
  expect(() => formDecode('%zz')).toThrow(URIError);
});
