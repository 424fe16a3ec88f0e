import type { ProcessingInput, ProcessingOutcome } from '../../../contracts/processing';
import { drainLane } from '../../../lambdas/drain-lane/drain-lane';
import type { StartProcessing } from '../../../lambdas/drain-lane/start-processing';
import { UnknownOutcomeError } from '../../../lambdas/shared/start-trouble';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { ACCOUNT, aCapture, aJob, REGION, s3Event } from '../../helpers/captures';
import { TestLane } from '../../helpers/lanes';

const terminal: ProcessingOutcome = { outcome: 'TERMINAL', status: 'COMPLETED' };
const error = { name: 'ProcessorError', message: 'TypeError: boom' };
const always =
  (outcome: ProcessingOutcome): StartProcessing =>
  async () =>
    outcome;
const troubled: StartProcessing = () => Promise.reject(new InfrastructureError('throttled'));

/** A lane that holds one message at a time, so that no poll is open while it works. */
const alone = () => new TestLane({ polls: 1, maxInFlight: 1 });

let lane: TestLane;
beforeEach(() => {
  lane = new TestLane();
});

describe('what becomes of a message', () => {
  it('a terminal capture is deleted', async () => {
    const capture = aCapture();
    lane.sqs.add(s3Event(capture));
    const processed: ProcessingInput[] = [];

    const report = await lane.run(async (input) => {
      processed.push(input);
      return terminal;
    });

    expect(processed).toEqual([capture]);
    expect(report).toEqual({
      region: REGION,
      queue: 'captures',
      received: 1,
      deleted: 1,
      released: 0,
      movedToErrorQueue: 0,
    });
    expect(lane.sqs.left).toEqual([]);
  });

  it('a job that is held by its record is deleted: no message is needed any more', async () => {
    lane.sqs.add(s3Event(aJob()));

    const report = await lane.run(async () => ({ outcome: 'HELD' }));

    expect(report).toEqual({
      region: REGION,
      queue: 'captures',
      received: 1,
      deleted: 1,
      released: 0,
      movedToErrorQueue: 0,
    });
    expect(lane.sqs.left).toEqual([]);
  });

  it('an exhausted capture goes to the error queue with its reason, then is deleted', async () => {
    const capture = aCapture();
    lane.sqs.add(s3Event(capture));

    const report = await lane.run(always({ outcome: 'EXHAUSTED', attempts: 3, error }));

    expect(lane.sqs.errorQueue).toEqual([
      {
        QueueUrl: lane.sqs.errorQueueUrl,
        MessageBody: s3Event(capture),
        MessageAttributes: {
          'pillarbox.reason': { DataType: 'String', StringValue: 'ProcessorError: TypeError: boom' },
          'pillarbox.attempts': { DataType: 'Number', StringValue: '3' },
          'pillarbox.id': { DataType: 'String', StringValue: capture.id },
        },
      },
    ]);
    expect(report).toMatchObject({ movedToErrorQueue: 1, deleted: 1 });
    expect(lane.sqs.left).toEqual([]);
  });

  it('an exhausted capture that cannot be copied to the error queue stays where it is', async () => {
    lane.sqs.add(s3Event(aCapture()));
    lane.sqs.failing.add('SendMessageCommand');

    const report = await lane.run(always({ outcome: 'EXHAUSTED', attempts: 3, error }));

    expect(report).toMatchObject({
      movedToErrorQueue: 0,
      deleted: 0,
      stoppedBy: expect.stringContaining('SendMessage'),
    });
    expect(lane.sqs.left).toHaveLength(1);
  });

  it('a reason that SQS would refuse is made legal', async () => {
    lane.sqs.add(s3Event(aCapture()));
    const message = `\u0000\ud800 ${'x'.repeat(5000)}`;

    await lane.run(always({ outcome: 'EXHAUSTED', attempts: 3, error: { name: 'E', message } }));

    const reason = lane.sqs.errorQueue[0]?.MessageAttributes?.['pillarbox.reason']?.StringValue;
    expect(reason).toBe(`E: \ufffd\ufffd ${'x'.repeat(994)}`);
  });

  it.each([
    [1, 10],
    [2, 20],
    [5, 160],
    [9, 900],
  ])('after %d attempts the next one waits %d s', async (attempts, seconds) => {
    lane.sqs.add(s3Event(aCapture()));

    const report = await lane.run(async () => {
      // The lane is over before the message could come back.
      lane.clock.advance(54_000);
      return { outcome: 'RETRY', attempts, error };
    });

    expect(lane.sqs.releases).toEqual([seconds]);
    expect(report).toMatchObject({ released: 1, deleted: 0 });
  });

  it('a capture in flight comes back when its lease is over', async () => {
    lane.sqs.add(s3Event(aCapture()));

    await lane.run(async () => {
      lane.clock.advance(54_000);
      return { outcome: 'IN_FLIGHT', leaseExpiresAt: lane.clock.now() + 61_500 };
    });

    expect(lane.sqs.releases).toEqual([62]);
  });

  it('a lease that is about to end still waits a second', async () => {
    lane.sqs.add(s3Event(aCapture()));

    await lane.run(async () => {
      lane.clock.advance(55_000);
      return { outcome: 'IN_FLIGHT', leaseExpiresAt: lane.clock.now() - 5000 };
    });

    expect(lane.sqs.releases).toEqual([1]);
  });

  it.each([
    [0, 80],
    [4, 160],
    [50, 900],
  ])(
    'a capture whose claim was lost, received %d times before, comes back after %d s: when a lease would be over',
    async (receives, seconds) => {
      lane.sqs.add(s3Event(aCapture()), { receives });

      const report = await lane.run(always({ outcome: 'LOST' }));

      expect(lane.sqs.releases).toEqual([seconds]);
      expect(report).toEqual({
        region: REGION,
        queue: 'captures',
        received: 1,
        deleted: 0,
        released: 1,
        movedToErrorQueue: 0,
      });
    },
  );

  it('a message that is too long with its reason goes to the error queue with its attempts alone', async () => {
    const body = s3Event(aCapture());
    lane.sqs.add(body);
    lane.sqs.maxBytes = Buffer.byteLength(body) + 50;

    const report = await lane.run(always({ outcome: 'EXHAUSTED', attempts: 3, error }));

    expect(lane.sqs.errorQueue).toEqual([
      {
        QueueUrl: lane.sqs.errorQueueUrl,
        MessageBody: body,
        MessageAttributes: { 'pillarbox.attempts': { DataType: 'Number', StringValue: '3' } },
      },
    ]);
    expect(report).toMatchObject({ movedToErrorQueue: 1, deleted: 1 });
  });

  it('a message that is too long even so stays where it is', async () => {
    lane.sqs.add(s3Event(aCapture()));
    lane.sqs.maxBytes = 10;

    const report = await lane.run(always({ outcome: 'EXHAUSTED', attempts: 3, error }));

    expect(report).toMatchObject({
      movedToErrorQueue: 0,
      deleted: 0,
      stoppedBy: 'InvalidParameterValue: Message must be shorter',
    });
    expect(lane.sqs.left).toHaveLength(1);
  });

  it('deletes that SQS refuses are logged with their codes, and not counted', async () => {
    for (let n = 0; n < 3; n += 1) lane.sqs.add(s3Event(aCapture()));
    lane.sqs.refusing = 'ReceiptHandleIsInvalid';

    const report = await lane.run(always(terminal));

    expect(report).toMatchObject({ received: 3, deleted: 0 });
    expect(lane.log.withMessage('deletes refused')).toEqual([
      { message: 'deletes refused', count: 3, codes: ['ReceiptHandleIsInvalid'] },
    ]);
  });

  it("S3's test event is deleted", async () => {
    lane.sqs.add(JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'x' }));

    expect(await lane.run(troubled)).toMatchObject({ deleted: 1, movedToErrorQueue: 0 });
  });

  it('what nobody can parse comes back with a growing wait, then goes to the error queue', async () => {
    lane.sqs.add('not an event');

    // Ten and twenty seconds of waiting fit into the lane's time.
    const report = await lane.run(troubled);

    expect(lane.sqs.releases).toEqual([10, 20]);
    expect(report).toMatchObject({ received: 3, released: 2, movedToErrorQueue: 1, deleted: 1 });
    expect(lane.sqs.errorQueue[0]).toMatchObject({
      MessageBody: 'not an event',
      MessageAttributes: {
        'pillarbox.reason': { StringValue: 'UnparseableMessage: the message is not JSON' },
      },
    });
    expect(lane.sqs.errorQueue[0]?.MessageAttributes).not.toHaveProperty(['pillarbox.attempts']);
  });

  it('a capture of another bucket is never processed', async () => {
    lane.sqs.add(s3Event(aCapture({ bucket: 'somebody-elses' })), { receives: 2 });
    const started = jest.fn(always(terminal));

    await lane.run(started);

    expect(started).not.toHaveBeenCalled();
    expect(lane.sqs.errorQueue).toHaveLength(1);
  });

  it.each([
    ['5', 8],
    ['no number', 3],
    ['-5', 3],
  ])('a message that was moved back with %s attempts may have %d', async (StringValue, maxAttempts) => {
    lane.sqs.add(s3Event(aCapture()), {
      attributes: { 'pillarbox.attempts': { DataType: 'Number', StringValue } },
    });
    const inputs: ProcessingInput[] = [];

    await lane.run(async (input) => {
      inputs.push(input);
      return terminal;
    });

    expect(inputs.map((input) => input.maxAttempts)).toEqual([maxAttempts]);
  });
});

describe('a message of several captures', () => {
  const outcomesInOrder =
    (...outcomes: ProcessingOutcome[]): StartProcessing =>
    async () => {
      const next = outcomes.shift();
      if (outcomes.length === 0) lane.clock.advance(54_000);
      return next ?? terminal;
    };

  it('is deleted when all are terminal', async () => {
    lane.sqs.add(s3Event(aCapture(), aCapture(), aCapture()));
    const started = jest.fn(always(terminal));

    expect(await lane.run(started)).toMatchObject({ received: 1, deleted: 1 });
    expect(started).toHaveBeenCalledTimes(3);
  });

  it('comes back for the one that is to be tried again, after the longest wait', async () => {
    lane.sqs.add(s3Event(aCapture(), aCapture(), aCapture()));

    const report = await lane.run(
      outcomesInOrder(
        { outcome: 'RETRY', attempts: 1, error },
        { outcome: 'RETRY', attempts: 2, error },
        { outcome: 'EXHAUSTED', attempts: 3, error },
      ),
    );

    expect(lane.sqs.releases).toEqual([20]);
    expect(report).toMatchObject({ deleted: 0, movedToErrorQueue: 0 });
  });

  it('comes back when the lease of the one whose claim was lost would be over, whatever the others wait', async () => {
    lane.sqs.add(s3Event(aCapture(), aCapture(), aCapture()));

    await lane.run(outcomesInOrder(terminal, { outcome: 'LOST' }, { outcome: 'RETRY', attempts: 1, error }));

    expect(lane.sqs.releases).toEqual([80]);
    expect(lane.sqs.left).toHaveLength(1);
  });

  it('goes to the error queue when the last one is exhausted', async () => {
    const exhausted = aCapture();
    lane.sqs.add(s3Event(aCapture(), exhausted));

    await lane.run(outcomesInOrder(terminal, { outcome: 'EXHAUSTED', attempts: 3, error }));

    expect(lane.sqs.errorQueue[0]?.MessageAttributes?.['pillarbox.id']?.StringValue).toBe(exhausted.id);
    expect(lane.sqs.left).toEqual([]);
  });

  it('is handed back when the lane would end before its next capture', async () => {
    lane = alone();
    lane.sqs.add(s3Event(aCapture(), aCapture()));
    const started = jest.fn(async () => {
      lane.clock.advance(65_000);
      return terminal;
    });

    const report = await lane.run(started);

    expect(started).toHaveBeenCalledTimes(1);
    expect(lane.sqs.releases).toEqual([0]);
    expect(report).toMatchObject({ deleted: 0, released: 1 });
  });
});

describe('trouble of ours', () => {
  it('stops receiving at once', async () => {
    for (let n = 0; n < 100; n += 1) lane.sqs.add(s3Event(aCapture()));

    const report = await lane.run(troubled);

    expect(lane.sqs.polls).toHaveLength(2);
    expect(report).toMatchObject({ received: 20, deleted: 0, released: 20, movedToErrorQueue: 0 });
    expect(report.stoppedBy).toBe('InfrastructureError: throttled');
  });

  it.each([
    [0, 10],
    [3, 80],
    [50, 900],
  ])('a message that was received %d times before is released for %d s', async (receives, seconds) => {
    lane = alone();
    lane.sqs.add(s3Event(aCapture()), { receives });

    await lane.run(troubled);

    expect(lane.sqs.releases).toEqual([seconds]);
  });

  it('never sends a message to the error queue', async () => {
    lane.sqs.add(s3Event(aCapture()), { receives: 99 });

    await lane.run(troubled);

    expect(lane.sqs.errorQueue).toEqual([]);
    expect(lane.sqs.left).toHaveLength(1);
  });

  it.each([
    [0, 80],
    [3, 80],
    [5, 320],
    [50, 900],
  ])(
    'an outcome that nobody knows stops the lane; after %d receives the message waits %d s, for a lease at least',
    async (receives, seconds) => {
      lane.sqs.add(s3Event(aCapture()), { receives });

      const report = await lane.run(() => Promise.reject(new UnknownOutcomeError('no answer')));

      expect(lane.sqs.releases).toEqual([seconds]);
      expect(report.stoppedBy).toBe('UnknownOutcomeError: no answer');
    },
  );

  it('what a poll brings in after the stop goes back untouched', async () => {
    lane.sqs.add(s3Event(aCapture()));
    const started = jest.fn<ReturnType<StartProcessing>, Parameters<StartProcessing>>(async () => {
      // The other poll is waiting: these are what it will bring.
      await lane.clock.sleep(19_000);
      lane.sqs.add(s3Event(aCapture()));
      lane.sqs.add(s3Event(aCapture()), { receives: 2 });
      throw new InfrastructureError('throttled');
    });

    const report = await lane.run(started);

    expect(started).toHaveBeenCalledTimes(1);
    // The new one can be received at once, the old one waits as long as after its last receive.
    expect(lane.sqs.releases.slice(0, 3)).toEqual([10, 0, 20]);
    expect(report.deleted).toBe(0);
  });

  it('what is in flight is finished all the same', async () => {
    lane = new TestLane({ maxInFlight: 2 });
    const [slow, failing] = [aCapture(), aCapture()];
    lane.sqs.add(s3Event(slow));
    lane.sqs.add(s3Event(failing));

    const report = await lane.run(async ({ id }) => {
      if (id === failing.id) throw new InfrastructureError('throttled');
      await lane.clock.sleep(30_000);
      return terminal;
    });

    expect(report).toMatchObject({ deleted: 1, released: 1 });
  });

  it.each(['ReceiveMessageCommand', 'DeleteMessageBatchCommand', 'ChangeMessageVisibilityCommand'])(
    '%s that fails stops the lane, and the report says so',
    async (command) => {
      lane.sqs.add(s3Event(aCapture()));
      lane.sqs.add('not an event');
      lane.sqs.failing.add(command);

      const report = await lane.run(always(terminal));

      expect(report.stoppedBy).toContain(`${command} failed`);
    },
  );

  it('a region whose queues cannot be found is a lane that did nothing', async () => {
    const report = await drainLane(
      {
        region: REGION,
        queue: 'captures',
        maxAttempts: 3,
        accountId: ACCOUNT,
        endsAt: lane.clock.now() + 125_000,
      },
      {
        name: 'test',
        settings: lane.settings,
        clock: lane.clock,
        log: lane.log,
        readCaptures: async () => [],
        startProcessing: troubled,
        openQueue: () => Promise.reject(new Error('region away')),
      },
    );

    expect(report).toMatchObject({ received: 0, stoppedBy: 'Error: region away' });
  });
});

describe('work in bounds', () => {
  it('no more is in flight than the cap, and all of it is done', async () => {
    lane = new TestLane({ maxInFlight: 7 });
    for (let n = 0; n < 200; n += 1) lane.sqs.add(s3Event(aCapture()));
    let inFlight = 0;
    let most = 0;

    const report = await lane.run(async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await lane.clock.sleep(100);
      inFlight -= 1;
      return terminal;
    });

    expect(most).toBe(7);
    expect(report).toMatchObject({ received: 200, deleted: 200 });
  });

  it('a poll asks for no more than can start at once', async () => {
    lane = new TestLane({ maxInFlight: 4 });
    for (let n = 0; n < 20; n += 1) lane.sqs.add(s3Event(aCapture()));

    await lane.run(async () => {
      await lane.clock.sleep(100);
      return terminal;
    });

    expect(Math.max(...lane.sqs.polls.map(({ MaxNumberOfMessages = 0 }) => MaxNumberOfMessages))).toBe(4);
  });

  it('several long polls wait at the same time', async () => {
    lane = new TestLane({ polls: 3, maxInFlight: 30 });

    await lane.run(always(terminal));

    expect(lane.sqs.polls.slice(0, 3).map(({ WaitTimeSeconds }) => WaitTimeSeconds)).toEqual([20, 20, 20]);
  });

  it('deletes go by the ten', async () => {
    for (let n = 0; n < 60; n += 1) lane.sqs.add(s3Event(aCapture()));

    await lane.run(always(terminal));

    expect(lane.sqs.deletes).toEqual([10, 10, 10, 10, 10, 10]);
  });

  it('a single delete does not wait for company', async () => {
    lane.sqs.add(s3Event(aCapture()));
    let deletedAfter = 0;
    const started = lane.clock.now();
    const startProcessing = async () => {
      void lane.clock.sleep(1000).then(() => {
        if (lane.sqs.left.length === 0) deletedAfter = lane.clock.now() - started;
      });
      return terminal;
    };

    await lane.run(startProcessing);

    expect(deletedAfter).toBe(1000);
  });
});

describe("the lane's time", () => {
  it('the wait of the polls is cut to what is left', async () => {
    lane = new TestLane({ polls: 1 });
    const started = lane.clock.now();

    await lane.run(always(terminal));

    expect(lane.sqs.polls.map(({ WaitTimeSeconds }) => WaitTimeSeconds)).toEqual([20, 20, 15]);
    expect(lane.clock.now() - started).toBe(55_000);
  });

  it("receiving ends early enough for an execution, whatever is left of the function's time", async () => {
    lane = new TestLane({ polls: 1 });
    const started = lane.clock.now();

    await lane.run(always(terminal), 80);

    expect(lane.clock.now() - started).toBeLessThanOrEqual(20_000);
  });

  it('a lane without time for an execution receives nothing', async () => {
    lane.sqs.add(s3Event(aCapture()));

    expect(await lane.run(always(terminal), 60)).toMatchObject({ received: 0 });
    expect(lane.sqs.polls).toEqual([]);
  });

  it("an execution is waited for a little longer than it may take, and never beyond the lane's end", async () => {
    lane = new TestLane({ polls: 1 });
    const timeouts: number[] = [];
    lane.sqs.add(s3Event(aCapture()));
    lane.sqs.add(s3Event(aCapture(), aCapture()));

    await lane.run(async (_, timeoutMs) => {
      timeouts.push(timeoutMs);
      lane.clock.advance(2000);
      return terminal;
    }, 64);

    // 63.5 s to go, then 61.5 s and less: an execution takes 60 s, and 1 s is for the way.
    expect(timeouts).toEqual([61_000, 61_000]);
  });

  it('polls that do not wait pause while there is nothing', async () => {
    lane = new TestLane({ pollSeconds: 0, polls: 1 });

    await lane.run(always(terminal));

    expect(lane.sqs.polls.length).toBe(55);
  });
});
