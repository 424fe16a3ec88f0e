import { AwsError } from '../../../local/core/aws-error';
import { type EventPattern, matchesPattern, parsePattern } from '../../../local/events/pattern';
import { EventsService } from '../../../local/events/service';
import { REGION, TestCloud } from '../../helpers/test-cloud';

const TARGET = {
  id: 't',
  arn: 'arn:aws:states:machine',
  roleArn: 'arn:role',
  ruleArn: 'arn:rule',
  inputPath: '$.detail',
};

/** A bus with a rule for replayed events and one for others, and what was started. */
function setUp() {
  const cloud = new TestCloud();
  const events = new EventsService(cloud);
  cloud.serve('events', events);
  const bus = events.createEventBus(REGION, 'bus');
  const archive = {
    name: 'archive',
    arn: events.archiveArn(REGION, 'archive'),
    retentionDays: 1,
    events: [],
  };
  bus.archives.push(archive);
  const started: unknown[] = [];
  let refusals = 0;
  const call = cloud.call.bind(cloud);
  jest.spyOn(cloud, 'call').mockImplementation(async (region, service, operation, input, caller) => {
    if (service !== 'states') {
      return call(region, service, operation, input, caller);
    }
    if (refusals-- > 0) {
      throw new AwsError('ServiceUnavailable', 'down', 503);
    }
    started.push({ operation, input, caller: caller.principal });
  });
  const addRule = (name: string, pattern: object) => {
    bus.rules.set(name, { name, enabled: true, pattern: pattern as EventPattern, targets: [TARGET] });
  };
  const put = (Detail: object, entry: object = {}) =>
    cloud.ask<{ Entries: { EventId: string }[] }>('events', 'PutEvents', {
      Entries: [
        { EventBusName: 'bus', Source: 's', DetailType: 'd', Detail: JSON.stringify(Detail), ...entry },
      ],
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    cloud,
    events,
    bus,
    archive,
    started,
    addRule,
    put,
    settle,
    refuse: (times: number) => (refusals = times),
  };
}

describe('an event pattern', () => {
  const event = { source: 'a.b', detail: { n: 1, list: ['x', 'y'], none: null } };

  it.each<[object, boolean]>([
    [{ source: ['a.b'] }, true],
    [{ source: ['a'] }, false],
    [{ source: [{ prefix: 'a.' }] }, true],
    [{ source: ['other', { suffix: '.b' }] }, true],
    [{ source: [{ 'anything-but': ['x', 'y'] }] }, true],
    [{ source: [{ 'anything-but': ['x', 'a.b'] }] }, false],
    [{ source: [{ 'anything-but': 'a.b' }] }, false],
    [{ 'replay-name': [{ 'anything-but': 'x' }] }, false],
    [{ detail: { n: [1] } }, true],
    [{ detail: { n: ['1'] } }, false],
    [{ detail: { list: ['y'] } }, true],
    [{ detail: { none: [null] } }, true],
    [{ 'replay-name': [{ exists: true }] }, false],
    [{ 'replay-name': [{ exists: false }] }, true],
    [{ source: ['a.b'], detail: { n: [2] } }, false],
  ])('%j matches: %s', (pattern, matches) => {
    expect(matchesPattern(parsePattern(JSON.stringify(pattern)), event)).toBe(matches);
  });

  it.each([
    { source: [{ 'anything-but': { prefix: 'x' } }] },
    { $or: [{ source: ['x'] }] },
    { a: { b: [{ numeric: ['>', 1] }] } },
  ])('fails for what is not served: %j', (pattern) => {
    expect(() => parsePattern(JSON.stringify(pattern))).toThrow(/is not served/);
  });
});

describe('an event bus', () => {
  it('starts the state machine of a matching rule with the part at its input path, by its role', async () => {
    const { addRule, put, started, settle } = setUp();
    addRule('match', { source: ['s'] });
    addRule('other', { source: ['x'] });
    const { Entries } = await put({ a: 1 });
    await settle();
    expect(Entries[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    const input = { stateMachineArn: TARGET.arn, input: '{"a":1}' };
    expect(started).toEqual([{ operation: 'StartExecution', input, caller: TARGET.roleArn }]);
  });

  it('tries a target again that cannot be reached', async () => {
    const { addRule, put, started, refuse, events } = setUp();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    addRule('match', { source: ['s'] });
    refuse(1);
    await put({ a: 1 });
    await jest.advanceTimersByTimeAsync(500);
    expect(started).toHaveLength(1);
    events.stop();
    jest.useRealTimers();
  });

  it('replays archived events of a time under the name of the replay, and archives none of them again', async () => {
    const { addRule, put, started, settle, cloud, bus, archive } = setUp();
    addRule('replays', { source: ['s'], 'replay-name': [{ exists: true }] });
    await put({ n: 1 });
    cloud.time += 60_000;
    await put({ n: 2 });
    await settle();
    expect(started).toEqual([]);
    const now = cloud.time / 1000;
    await cloud.ask('events', 'StartReplay', {
      ReplayName: 'again',
      EventSourceArn: archive.arn,
      EventStartTime: now - 30,
      EventEndTime: now + 30,
      Destination: { Arn: bus.arn },
    });
    await settle();
    await settle();
    expect(started).toMatchObject([{ input: { input: '{"n":2}' } }]);
    expect(archive.events).toHaveLength(2);
    expect(await cloud.ask('events', 'DescribeReplay', { ReplayName: 'again' })).toMatchObject({
      State: 'COMPLETED',
      EventSourceArn: archive.arn,
      EventLastReplayedTime: now,
    });
  });

  it('forgets archived events after the retention', async () => {
    const { put, archive, cloud } = setUp();
    await put({ n: 1 });
    cloud.time += 86_400_001;
    await put({ n: 2 });
    expect(archive.events).toHaveLength(1);
  });

  it('describes an archive: its bus, its retention, and how many events it holds', async () => {
    const { put, cloud, bus, archive } = setUp();
    await put({ n: 1 });
    expect(await cloud.ask('events', 'DescribeArchive', { ArchiveName: 'archive' })).toEqual({
      ArchiveArn: archive.arn,
      ArchiveName: 'archive',
      EventSourceArn: bus.arn,
      State: 'ENABLED',
      RetentionDays: 1,
      EventCount: 1,
    });
  });

  it('fails to describe an archive that does not exist', async () => {
    const { cloud } = setUp();
    await expect(cloud.ask('events', 'DescribeArchive', { ArchiveName: 'no' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('reports an entry that is wrong in itself, and takes the others', async () => {
    const { cloud } = setUp();
    const good = { EventBusName: 'bus', Source: 's', DetailType: 'd', Detail: '{}' };
    const Entries = [good, { ...good, Detail: '[' }, { ...good, Source: undefined }];
    expect(await cloud.ask('events', 'PutEvents', { Entries })).toMatchObject({
      FailedEntryCount: 2,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'InvalidArgument' },
      ],
    });
  });

  it('fails to replay to another bus, from an archive that does not exist, or twice under one name', async () => {
    const { cloud, bus, archive } = setUp();
    const input = {
      ReplayName: 'r',
      EventSourceArn: archive.arn,
      EventStartTime: 1,
      EventEndTime: 2,
      Destination: { Arn: bus.arn },
    };
    const start = (change: object) => cloud.ask('events', 'StartReplay', { ...input, ...change });
    await expect(start({ Destination: { Arn: 'other' } })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(start({ EventSourceArn: 'arn/no' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(start({ EventEndTime: 1 })).rejects.toMatchObject({ code: 'ValidationException' });
    await start({});
    await expect(start({})).rejects.toMatchObject({ code: 'ResourceAlreadyExistsException' });
  });
});
