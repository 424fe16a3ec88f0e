import { XMLParser } from 'fast-xml-parser';
import { makeQueues } from '../../helpers/queues';

const { cloud, make } = makeQueues();
const { queue, receive, remove } = make({ name: 'q.fifo', fifo: true });
const FIELDS = { MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };

async function send(form: string | Record<string, string>, path = '/000000000000/q.fifo') {
  const text = typeof form === 'string' ? form : String(new URLSearchParams(form));
  const answer = await cloud.send('sqs', {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(text),
  });
  const { SendMessageResponse, ErrorResponse } = new XMLParser({ parseTagValue: false }).parse(answer.text);
  return {
    status: answer.status,
    result: SendMessageResponse?.SendMessageResult,
    error: ErrorResponse?.Error,
  };
}

it('sends to the queue of the path, or of the field', async () => {
  const byPath = await send({ Action: 'SendMessage', ...FIELDS });
  const url = 'http://127.0.0.1:4566/000000000000/q.fifo';
  const byField = await send(
    { Action: 'SendMessage', ...FIELDS, MessageDeduplicationId: 'e', QueueUrl: url },
    '/',
  );

  expect([byPath, byField]).toEqual([
    { status: 200, result: expect.objectContaining({ MessageId: expect.any(String) }) },
    { status: 200, result: expect.objectContaining({ SequenceNumber: expect.any(String) }) },
  ]);
  for (const message of await receive({ MaxNumberOfMessages: 10 })) await remove(message);
  expect(queue.counts().inFlight).toBe(0);
});

it.each([
  [
    'for a field that nobody knows',
    { Action: 'SendMessage', ...FIELDS, MessageBodies: 'x' },
    'UnknownParameter',
    400,
  ],
  ['for another action', { Action: 'DeleteMessage' }, 'NotImplemented', 501],
  ['without an action', {}, 'NotImplemented', 501],
  ['without a body', { Action: 'SendMessage', MessageGroupId: 'g' }, 'MissingParameter', 400],
  [
    'for a delay that is no number',
    { Action: 'SendMessage', MessageBody: 'x', MessageGroupId: 'g', DelaySeconds: 'x' },
    'InvalidParameterValue',
    400,
  ],
])('fails %s', async (_title, form, code, status) => {
  expect(await send(form)).toEqual({ status, error: expect.objectContaining({ Code: code }) });
});

it('fails for a field that occurs twice: which is meant, nobody knows', async () => {
  const { status, error } = await send('Action=SendMessage&MessageBody=a&MessageGroupId=g&MessageGroupId=h');

  expect({ status, code: error.Code }).toEqual({ status: 400, code: 'MalformedInput' });
});
