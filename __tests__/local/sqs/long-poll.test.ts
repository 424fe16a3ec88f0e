import { bodies, makeQueues } from '../../helpers/queues';
import { CALLER, REGION } from '../../helpers/test-cloud';

describe('a long poll', () => {
  it('is answered as soon as a message is sent', async () => {
    const { send, receive } = makeQueues().make({ name: 'q' });
    const polled = receive({ WaitTimeSeconds: 20 });
    await send('a');
    expect(bodies(await polled)).toEqual(['a']);
  });

  it('waits by default as long as the queue says', async () => {
    const { send, receive } = makeQueues().make({ name: 'q', receiveWaitTimeSeconds: 20 });
    const polled = receive();
    await send('a');
    expect(bodies(await polled)).toEqual(['a']);
  });

  it('is answered when a message becomes visible by itself', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { make, advance } = makeQueues();
    const { send, receive } = make({ name: 'q', delaySeconds: 3 });
    await send('a');
    const polled = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setImmediate(resolve));
    advance(3);
    jest.advanceTimersByTime(3000);
    expect(bodies(await polled)).toEqual(['a']);
    jest.useRealTimers();
  });

  it('ends empty after its wait', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { receive } = makeQueues().make({ name: 'q' });
    const polled = receive({ WaitTimeSeconds: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    jest.advanceTimersByTime(1000);
    expect(await polled).toEqual([]);
    jest.useRealTimers();
  });

  it('serves waiting polls in the order in which they came', async () => {
    const { send, receive } = makeQueues().make({ name: 'q' });
    const polls = [receive({ WaitTimeSeconds: 20 }), receive({ WaitTimeSeconds: 20 })];
    await new Promise((resolve) => setImmediate(resolve));
    await send('a');
    await send('b');
    expect((await Promise.all(polls)).map(bodies)).toEqual([['a'], ['b']]);
  });

  it('hides what it hands out as long as the queue says by then', async () => {
    const { make, advance } = makeQueues();
    const { queue, send, receive } = make({ name: 'q', visibilityTimeoutSeconds: 30 });
    const polled = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setImmediate(resolve));
    queue.settings.visibilityTimeoutSeconds = 5;
    await send('a');
    expect(bodies(await polled)).toEqual(['a']);
    advance(5);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('swallows no message after its client has gone', async () => {
    const { make, cloud, sqs } = makeQueues();
    const { queue, send, receive } = make({ name: 'q' });
    const client = new AbortController();
    const request = {
      method: 'POST',
      region: REGION,
      caller: CALLER,
      headers: { 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
      body: Buffer.from(JSON.stringify({ QueueUrl: sqs.queueUrl(queue), WaitTimeSeconds: 20 })),
      signal: client.signal,
    };
    const polled = cloud.send('sqs', request);
    await new Promise((resolve) => setImmediate(resolve));
    client.abort();
    await send('a');
    expect((await polled).text).toBe('{}');
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('ends empty when the service stops', async () => {
    const { make, sqs } = makeQueues();
    const { receive } = make({ name: 'q' });
    const polled = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setImmediate(resolve));
    sqs.stop();
    expect(await polled).toEqual([]);
  });
});
