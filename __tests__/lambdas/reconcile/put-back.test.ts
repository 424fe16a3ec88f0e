import { type SendMessageBatchRequest, SQSClient } from '@aws-sdk/client-sqs';
import type { CaptureReference } from '../../../contracts/capture';
import { parseNotification } from '../../../lambdas/drain-lane/parse-notification';
import { putBack } from '../../../lambdas/reconcile/put-back';
import { answering } from '../../helpers/answering';
import { aCapture, BUCKET, REGION } from '../../helpers/captures';

const queueUrl = 'https://sqs.test/captures';

/** A queue that refuses entries by the number of the call. */
function aQueue(refused: (call: number, request: SendMessageBatchRequest) => string[] = () => []) {
  let calls = 0;
  const { client, asked } = answering(new SQSClient({ region: REGION }), {
    SendMessageBatchCommand: (request: SendMessageBatchRequest) => {
      calls += 1;
      const Failed = refused(calls, request).map((Id) => ({ Id, Code: 'InternalError', SenderFault: false }));
      return { Failed };
    },
  });
  return { client, requests: asked as SendMessageBatchRequest[] };
}

const bodiesIn = (requests: SendMessageBatchRequest[]) =>
  requests.flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => MessageBody));
const captures = (count: number): CaptureReference[] => Array.from({ length: count }, () => aCapture());

it('sends what a lane reads as the same captures, ten at a time', async () => {
  const { client, requests } = aQueue();
  const sent = captures(25);

  await putBack(sent, { client, queueUrl });

  expect(requests.map(({ QueueUrl, Entries }) => [QueueUrl, Entries?.length])).toEqual([
    [queueUrl, 10],
    [queueUrl, 10],
    [queueUrl, 5],
  ]);
  const scope = { region: REGION, bucket: BUCKET, maxAttempts: 3 };
  expect(bodiesIn(requests).flatMap((body) => parseNotification(body, scope))).toEqual(sent);
});

it('an attempt that was counted stays counted: no message has attributes', async () => {
  const { client, requests } = aQueue();

  await putBack(captures(1), { client, queueUrl });

  expect(requests[0]?.Entries).toEqual([{ Id: '0', MessageBody: expect.any(String) }]);
});

it('a key survives the form encoding of events, whatever is in it', async () => {
  const { client, requests } = aQueue();
  const key = 'captures/publish/acme/a b+c%20&=é';

  await putBack([aCapture({ key })], { client, queueUrl });

  const [body = ''] = bodiesIn(requests);
  expect(parseNotification(body, { region: REGION, bucket: BUCKET, maxAttempts: 3 })).toMatchObject([
    { key },
  ]);
  expect(body).toContain('a+b%2Bc%2520%26%3D%C3%A9');
});

it('has at most ten calls under way at once', async () => {
  let open = 0;
  let most = 0;
  const { client } = answering(new SQSClient({ region: REGION }), {
    SendMessageBatchCommand: async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return {};
    },
  });

  await putBack(captures(210), { client, queueUrl });

  expect(most).toBe(10);
});

it('what SQS refuses is sent once more, and nothing else is', async () => {
  const { client, requests } = aQueue((call) => (call === 1 ? ['1', '3'] : []));

  await putBack(captures(5), { client, queueUrl });

  const [first = [], again = []] = requests.map((request) => bodiesIn([request]));
  expect(requests).toHaveLength(2);
  expect(again).toEqual([first[1], first[3]]);
});

it('fails when SQS refuses a message twice, and says which and why', async () => {
  const { client } = aQueue((call) => (call === 1 ? ['0', '1'] : ['1']));
  const [, refused, ...rest] = captures(3);

  await expect(
    putBack([rest[0] as CaptureReference, refused as CaptureReference], { client, queueUrl }),
  ).rejects.toMatchObject({
    name: 'InfrastructureError',
    message: `1 messages were refused twice, that of ${refused?.id} with InternalError`,
  });
});
