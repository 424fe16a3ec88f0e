import { makeQueues } from '../../helpers/queues';

describe('a batch', () => {
  it('reports what succeeded and what failed, entry by entry', async () => {
    const { ask, queue } = makeQueues().make({ name: 'q' });
    const output = await ask('SendMessageBatch', {
      Entries: [
        { Id: 'good', MessageBody: 'a' },
        { Id: 'bad', MessageBody: '' },
      ],
    });
    expect(output).toMatchObject({
      Successful: [{ Id: 'good', MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661' }],
      Failed: [{ Id: 'bad', SenderFault: true, Code: 'MissingParameter' }],
    });
    expect(queue.counts().visible).toBe(1);
  });

  it('deletes and hides by handle', async () => {
    const { ask, send, receive, queue } = makeQueues().make({ name: 'q' });
    await send('a');
    await send('b');
    const [a, b] = await receive({ MaxNumberOfMessages: 10 });
    const shown = { Id: 'b', ReceiptHandle: b?.ReceiptHandle, VisibilityTimeout: 0 };
    await ask('ChangeMessageVisibilityBatch', { Entries: [shown] });
    const deleted = await ask('DeleteMessageBatch', {
      Entries: [
        { Id: 'a', ReceiptHandle: a?.ReceiptHandle },
        { Id: 'x', ReceiptHandle: 'nonsense' },
      ],
    });
    expect(deleted).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'x', Code: 'ReceiptHandleIsInvalid' }],
    });
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  it.each([
    ['without entries', [], 'EmptyBatchRequest'],
    [
      'with eleven entries',
      Array.from({ length: 11 }, (_, id) => ({ Id: `${id}`, MessageBody: 'a' })),
      'TooManyEntriesInBatchRequest',
    ],
    [
      'with one id twice',
      [
        { Id: 'a', MessageBody: 'a' },
        { Id: 'a', MessageBody: 'b' },
      ],
      'BatchEntryIdsNotDistinct',
    ],
    ['with an illegal id', [{ Id: 'a b', MessageBody: 'a' }], 'InvalidBatchEntryId'],
    ['above 1 MiB', [{ Id: 'a', MessageBody: 'x'.repeat(1_048_577) }], 'BatchRequestTooLong'],
  ])('fails %s', async (_, Entries, code) => {
    const { ask } = makeQueues().make({ name: 'q', maxMessageBytes: 1_048_576 });
    await expect(ask('SendMessageBatch', { Entries })).rejects.toMatchObject({ code });
  });
});
