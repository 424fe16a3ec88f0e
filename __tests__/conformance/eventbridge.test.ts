import {
  DescribeReplayCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { FAILURE_EVENT } from '../../contracts/naming';
import { conformance } from './conformance';
import { fixtureName } from './targets/fixture-name';
import { until } from './until';

/** What the replay rule of the stacks looks for. */
const REPLAYED = { source: [FAILURE_EVENT.source], 'replay-name': [{ exists: true }] };

conformance('EventBridge', (behaviour, given) => {
  const events = given.client((config) => new EventBridgeClient(config));
  const makeBus = async (pattern: Record<string, unknown>) => {
    const bus = await given.target.createBus(pattern);
    const put = (entry: Partial<PutEventsRequestEntry> = {}) =>
      events.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: bus.name,
              Source: FAILURE_EVENT.source,
              DetailType: FAILURE_EVENT.detailType,
              Detail: '{"id":"a"}',
              ...entry,
            },
          ],
        }),
      );
    const first = () => until(async () => (await bus.delivered())[0]);
    return { ...bus, put, first };
  };
  const replay = async (bus: Awaited<ReturnType<typeof makeBus>>, ReplayName: string) => {
    const now = Date.now();
    const start = new StartReplayCommand({
      ReplayName,
      EventSourceArn: bus.archiveArn,
      EventStartTime: new Date(now - 600_000),
      EventEndTime: new Date(now + 600_000),
      Destination: { Arn: bus.arn },
    });
    return events.send(start);
  };

  behaviour('a put event gets an id', async () => {
    const { put } = await makeBus({ source: ['x'] });
    const { FailedEntryCount, Entries } = await put();
    expect(FailedEntryCount).toBe(0);
    expect(Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  behaviour('the target of a rule gets the whole of a matching event', async () => {
    const { put, first } = await makeBus({ source: [FAILURE_EVENT.source] });
    const { Entries } = await put({ Detail: '{"id":"a","size":2}' });
    expect(await first()).toMatchObject({
      version: '0',
      id: Entries?.[0]?.EventId,
      source: FAILURE_EVENT.source,
      'detail-type': FAILURE_EVENT.detailType,
      account: given.target.accountId,
      region: 'eu-west-2',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: [],
      detail: { id: 'a', size: 2 },
    });
  });

  behaviour('a pattern matches by prefix in a nested field, and lets others be', async () => {
    const { put, delivered, first } = await makeBus({ detail: { id: [{ prefix: 'eu-' }] } });
    await put({ Detail: '{"id":"us-east-1.publish.1"}' });
    await put({ Detail: '{"id":"eu-west-2.publish.2"}' });
    expect((await first()).detail).toEqual({ id: 'eu-west-2.publish.2' });
    expect(await delivered()).toHaveLength(1);
  });

  behaviour('an event that was not replayed does not match replay-name exists', async () => {
    const { put, delivered } = await makeBus(REPLAYED);
    await put();
    expect(await delivered()).toEqual([]);
  });

  behaviour('an event that was not replayed matches replay-name absent', async () => {
    const { put, first } = await makeBus({ 'replay-name': [{ exists: false }] });
    await put();
    expect((await first()).detail).toEqual({ id: 'a' });
  });

  behaviour('a replay brings archived events back under its name', async () => {
    const bus = await makeBus(REPLAYED);
    await bus.put();
    const name = fixtureName();
    await replay(bus, name);
    expect(await bus.first()).toMatchObject({ 'replay-name': name, detail: { id: 'a' } });
  });

  behaviour('a replay is described until it is completed', async () => {
    const bus = await makeBus(REPLAYED);
    await bus.put();
    const name = fixtureName();
    await replay(bus, name);
    const described = await until(async () => {
      const found = await events.send(new DescribeReplayCommand({ ReplayName: name }));
      return found.State === 'COMPLETED' ? found : undefined;
    });
    expect(described).toMatchObject({ EventSourceArn: bus.archiveArn, Destination: { Arn: bus.arn } });
  });

  behaviour('fails with ResourceAlreadyExistsException for the name of an earlier replay', async () => {
    const bus = await makeBus(REPLAYED);
    const name = fixtureName();
    await replay(bus, name);
    await expect(replay(bus, name)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  behaviour('fails with ValidationException to replay to another bus', async () => {
    const [bus, other] = [await makeBus(REPLAYED), await makeBus(REPLAYED)];
    await expect(replay({ ...bus, arn: other.arn }, fixtureName())).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  behaviour('an entry without a source fails alone', async () => {
    const { name } = await makeBus({ source: ['x'] });
    const good = { EventBusName: name, Source: 's', DetailType: 't', Detail: '{}' };
    const Entries = [good, { ...good, Source: undefined }];
    const answer = await events.send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[0]?.EventId).toBeTruthy();
    expect(answer.Entries?.[1]).toMatchObject({ ErrorCode: 'InvalidArgument' });
  });

  behaviour('an entry whose detail is no JSON object fails alone', async () => {
    const { put } = await makeBus({ source: ['x'] });
    expect(await put({ Detail: '{a' })).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail' }],
    });
  });

  behaviour('fails with ValidationException for more than ten entries', async () => {
    const entry = { Source: 's', DetailType: 't', Detail: '{}' };
    const Entries = Array.from({ length: 11 }, () => entry);
    await expect(events.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
