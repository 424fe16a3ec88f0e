import { bodies, makeQueues } from '../../helpers/queues';

function setUp(settings: object = {}) {
  const queues = makeQueues();
  const calls = queues.make({ name: 'q.fifo', fifo: true, ...settings });
  let count = 0;
  const sendTo = (MessageGroupId: string, body: string, id = `id-${count++}`) =>
    calls.send(body, { MessageGroupId, MessageDeduplicationId: id });
  return { ...queues, ...calls, sendTo };
}

describe('a FIFO queue', () => {
  it('gives several messages of one group in order, and nothing more of it while they are in flight', async () => {
    const { sendTo, receive } = setUp();
    for (const body of ['1', '2', '3']) {
      await sendTo('a', body);
    }
    expect(bodies(await receive({ MaxNumberOfMessages: 2 }))).toEqual(['1', '2']);
    expect(await receive({ MaxNumberOfMessages: 10 })).toEqual([]);
  });

  it('goes on with a group once all its messages in flight are deleted', async () => {
    const { sendTo, receive, remove } = setUp();
    for (const body of ['1', '2', '3']) {
      await sendTo('a', body);
    }
    const [first, second] = await receive({ MaxNumberOfMessages: 2 });
    await remove(second);
    expect(await receive()).toEqual([]);
    await remove(first);
    expect(bodies(await receive())).toEqual(['3']);
  });

  it('delivers a group from where it stood when a message becomes visible again', async () => {
    const { sendTo, receive, advance } = setUp();
    for (const body of ['1', '2', '3']) {
      await sendTo('a', body);
    }
    await receive({ MaxNumberOfMessages: 2 });
    advance(30);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['1', '2', '3']);
  });

  it('gives other groups while one is in flight', async () => {
    const { sendTo, receive } = setUp();
    await sendTo('a', 'a1');
    await sendTo('a', 'a2');
    await sendTo('b', 'b1');
    await receive();
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['b1']);
  });

  it('holds a group back behind its delayed message', async () => {
    const { sendTo, receive, advance } = setUp({ delaySeconds: 5 });
    await sendTo('a', '1');
    advance(3);
    await sendTo('a', '2');
    advance(2);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['1']);
  });

  it('acknowledges and drops a duplicate within five minutes, even of a deleted message', async () => {
    const { sendTo, receive, remove, advance } = setUp();
    const first = await sendTo('a', 'x', 'same');
    await remove((await receive())[0]);
    advance(299);
    const second = await sendTo('a', 'x', 'same');
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(await receive()).toEqual([]);
    advance(1);
    await sendTo('a', 'x', 'same');
    expect(bodies(await receive())).toEqual(['x']);
  });

  it('counts a deduplication id per group when the queue says so', async () => {
    const { sendTo, queue } = setUp({ deduplicationScope: 'messageGroup' });
    await sendTo('a', 'x', 'same');
    await sendTo('b', 'x', 'same');
    expect(queue.counts().visible).toBe(2);
  });

  it('takes the body as deduplication id when the queue says so', async () => {
    const { send, queue } = setUp({ contentBasedDeduplication: true });
    await send('x', { MessageGroupId: 'a' });
    await send('x', { MessageGroupId: 'a' });
    expect(queue.counts().visible).toBe(1);
  });

  it('numbers messages in rising order of twenty digits', async () => {
    const { sendTo } = setUp();
    const [first, second] = [await sendTo('a', '1'), await sendTo('b', '2')];
    expect(first.SequenceNumber).toMatch(/^\d{20}$/);
    expect(BigInt(second.SequenceNumber ?? 0)).toBe(BigInt(first.SequenceNumber ?? 0) + 1n);
  });

  it('answers a waiting poll when a group becomes free', async () => {
    const { sendTo, receive, remove } = setUp();
    await sendTo('a', '1');
    await sendTo('a', '2');
    const [first] = await receive();
    const polled = receive({ WaitTimeSeconds: 20 });
    await remove(first);
    expect(bodies(await polled)).toEqual(['2']);
  });

  it.each([
    ['without a group', { MessageDeduplicationId: 'x' }, 'MissingParameter'],
    ['without a deduplication id', { MessageGroupId: 'a' }, 'InvalidParameterValue'],
    [
      'with a delay of its own',
      { MessageGroupId: 'a', MessageDeduplicationId: 'x', DelaySeconds: 1 },
      'InvalidParameterValue',
    ],
  ])('fails to send %s', async (_, input, code) => {
    await expect(setUp().send('x', input)).rejects.toMatchObject({ code });
  });

  it('fails to delete by a handle whose visibility timeout has passed', async () => {
    const { sendTo, receive, remove, advance } = setUp();
    await sendTo('a', '1');
    const [message] = await receive();
    advance(30);
    await expect(remove(message)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining('The receipt handle has expired.'),
    });
  });
});
