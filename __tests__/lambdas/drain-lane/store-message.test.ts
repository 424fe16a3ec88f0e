import { S3Client } from '@aws-sdk/client-s3';
import { storeMessage } from '../../../lambdas/drain-lane/store-message';
import { UnparseableMessageError } from '../../../lambdas/drain-lane/unparseable-message';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { type Answers, answering } from '../../helpers/answering';
import { BUCKET, REGION } from '../../helpers/captures';
import { awsError } from '../../helpers/fake-s3';
import { messageAttributes } from '../../helpers/messages';

const BODY = '{"data":"é"}';
const scope = { region: REGION, bucket: BUCKET, maxAttempts: 3 };

function setUp(answers: Answers) {
  const { client, asked } = answering(new S3Client({ region: REGION }), answers);
  const store = (body = BODY, overrides: Parameters<typeof messageAttributes>[0] = {}) =>
    storeMessage(
      {
        receiptHandle: 'r',
        body,
        receiveCount: 1,
        earlierAttempts: 0,
        attributes: messageAttributes({ requestId: 'message-1', ...overrides }),
      },
      scope,
      () => client,
    );
  return { store, asked };
}

const CAPTURE = {
  id: 'eu-west-2.websocket.message-1',
  channel: 'websocket',
  principal: 'acme',
  region: REGION,
  bucket: BUCKET,
  key: 'messages/acme/message-1',
  size: 13,
  eTag: 'abc',
  maxAttempts: 3,
};

it('a message is stored as it came, once, with what the API wrote beside it', async () => {
  const { store, asked } = setUp({ PutObjectCommand: { ETag: '"abc"' } });

  expect(await store()).toEqual(CAPTURE);
  expect(asked).toEqual([
    {
      Bucket: BUCKET,
      Key: 'messages/acme/message-1',
      Body: BODY,
      ContentType: 'application/json',
      Metadata: expect.objectContaining({ channel: 'websocket', 'connection-id': 'L0SM9cOFvHcCIhw=' }),
      IfNoneMatch: '*',
    },
  ]);
});

it('a redelivery finds the object there and makes the same capture', async () => {
  const { store } = setUp({
    PutObjectCommand: awsError('PreconditionFailed'),
    HeadObjectCommand: { ETag: '"abc"' },
  });

  expect(await store()).toEqual(CAPTURE);
});

it.each([
  ['PutObject', { PutObjectCommand: awsError('SlowDown') }],
  ['PutObject', { PutObjectCommand: awsError('ConditionalRequestConflict') }],
  [
    'HeadObject',
    { PutObjectCommand: awsError('PreconditionFailed'), HeadObjectCommand: awsError('SlowDown') },
  ],
])('fails with an infrastructure error that names %s when S3 does not have it', async (action, answers) => {
  const storing = setUp(answers).store();

  await expect(storing).rejects.toThrow(InfrastructureError);
  await expect(storing).rejects.toThrow(action);
});

it('fails for what nobody can read, and stores nothing', async () => {
  const { store, asked } = setUp({});

  await expect(store(BODY, { principal: 'a/b' })).rejects.toThrow(UnparseableMessageError);
  expect(asked).toEqual([]);
});
