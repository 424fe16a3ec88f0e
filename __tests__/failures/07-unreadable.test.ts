import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { holdNotifications, putObject } from './helpers/captured-objects';
import { drained } from './helpers/drained';
import { discard, errorMessage } from './helpers/error-queue';
import { endingsOf, executionsWhen } from './helpers/executions';
import { bucketOf, eventRecord, locationOf, sendEvent, sendMessage } from './helpers/s3-events';

const region = 'eu-west-2';

let deployment: Deployment;
const rejected: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

describe('what is no capture', () => {
  it("S3's test event is deleted", async () => {
    const before = await deployment.queueCounts(region, 'error');

    await sendMessage(
      deployment,
      region,
      JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucketOf(region) }),
    );
    await drained(deployment, region);

    expect(await deployment.queueCounts(region, 'error')).toEqual(before);
  });

  it('nobody can read it: after as many receives as a capture has attempts it is in the error queue, with its reason', async () => {
    const record = (s3: unknown) => JSON.stringify({ Records: [{ s3 }] });
    const bucket = { name: bucketOf(region) };
    const object = (key: string) => ({ key, size: 1, eTag: 'x' });
    const unreadable: [string, string][] = [
      ['nonsense', 'the message is not JSON'],
      ['{"Records":[]}', 'the message is no S3 event'],
      ['["list"]', 'the message is no S3 event'],
      [record({ bucket, object: { key: 'captures/publish/local/sizeless', eTag: 'x' } }), 'no object size'],
      [record({ bucket, object: object('captures/publish/keyless') }), 'captures/<channel>/<principal>'],
      [
        record({ bucket, object: object('messages/publish/local/elsewhere') }),
        'captures/<channel>/<principal>',
      ],
      [record({ bucket, object: object('captures/publish/local/%E0%A4%A') }), 'not form-encoded'],
    ];
    for (const [body] of unreadable) await sendMessage(deployment, region, body);

    for (const [body, reason] of unreadable) {
      const message = await errorMessage(deployment, region, body);
      expect(message.MessageAttributes?.['pillarbox.reason']?.StringValue).toContain(reason);
      await discard(deployment, region, message);
    }
    const lines = await deployment.logs('drain-lane');
    const receives = lines.filter(({ message }) => message === 'unparseable message');
    expect(receives.map(({ receiveCount }) => receiveCount).sort()).toEqual(
      [1, 2, 3].flatMap((count) => unreadable.map(() => count)),
    );
  });

  it('an event of another region is not processed here', async () => {
    const id = await deployment.capture('us-east-1', '{}');
    const elsewhere = await deployment.terminal(id);
    const record = await eventRecord(deployment, locationOf(id));

    await sendEvent(deployment, region, record);
    const message = await errorMessage(deployment, region, bucketOf('us-east-1'));

    expect(message.MessageAttributes?.['pillarbox.reason']?.StringValue).toContain(
      `this queue is of ${bucketOf(region)}`,
    );
    expect(await deployment.record(id.replace('us-east-1', region))).toBeUndefined();
    expect(await deployment.record(id)).toEqual(elsewhere);
    await discard(deployment, region, message);
  });
});

describe('the object is not what the event says', () => {
  it('it is gone: FAILED for good, attempts left or not, and the message is deleted', async () => {
    const held = await holdNotifications(deployment);
    const { id, location } = await putObject(deployment, region);
    const { Bucket, Key } = location;
    const event = await eventRecord(deployment, location);
    await deployment.s3(region).send(new DeleteObjectCommand({ Bucket, Key }));

    await deployment.removeFault(held);

    const ended = await deployment.terminal(id);
    expect(ended).toMatchObject({ status: 'FAILED', attempts: 1, error: { name: 'PayloadExpired' } });
    expect(await deployment.processorCalls(id)).toBe(0);
    await sendEvent(deployment, region, event);
    await executionsWhen(deployment, id, (all) => endingsOf(all).join() === 'TERMINAL,TERMINAL');
    expect(await deployment.record(id)).toEqual(ended);
    await drained(deployment, region);
  });

  it('its metadata contradicts its key: REJECTED, and user code never sees it', async () => {
    const { id } = await putObject(deployment, region, {
      principal: 'victim',
      metadata: { principal: 'mallory' },
    });
    rejected.push(id);

    expect(await deployment.terminal(id)).toMatchObject({
      status: 'REJECTED',
      attempts: 1,
      error: { name: 'MetadataMismatch' },
    });
    expect(await deployment.processorCalls(id)).toBe(0);
  });
});

it('everything that was accepted is processed, once', () => expectSound(deployment, { rejected }));
