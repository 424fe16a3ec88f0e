import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';

const region = 'eu-west-2';
const folder = mkdtempSync(join(tmpdir(), 'pillarbox-crashes-'));

let deployment: Deployment;
const poison: string[] = [];
beforeAll(async () => {
  const usual = JSON.parse(readFileSync('__tests__/e2e/regions.json', 'utf8'));
  const config = join(folder, 'regions.json');
  // A processor that hangs is waited for three times.
  writeFileSync(
    config,
    JSON.stringify({ ...usual, processing: { ...usual.processing, processTimeoutSeconds: 3 } }),
  );
  deployment = await Deployment.start(true, config);
});
afterAll(async () => {
  await deployment.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The message attributes of a capture in the error queue. */
async function inErrorQueue(id: string) {
  const QueueUrl = await deployment.queueUrl(region, 'error');
  return eventually(`${id} in the error queue`, async () => {
    const { Messages = [] } = await deployment.sqs(region).send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ MessageAttributes }) => MessageAttributes).find(
      (attributes) => attributes?.['pillarbox.id']?.StringValue === id,
    );
  });
}

it.each([
  ['throwLater', 'RangeError', 'thrown by a timer'],
  ['rejectLater', 'Runtime.UnhandledPromiseRejection', 'RangeError: rejected on its own'],
  ['exit', 'Runtime.ExitError', 'exit status 1'],
  ['hang', 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'],
])(
  'a processor that ends the function is tried as often as any, and stops nobody: %s',
  async (crash, name, reason) => {
    const id = await deployment.capture(region, JSON.stringify({ crash }));
    poison.push(id);
    const others = await Promise.all([1, 2, 3].map((n) => deployment.capture(region, `{"other":${n}}`)));

    for (const other of others) {
      expect(await deployment.terminal(other)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    }
    const message = await inErrorQueue(id);

    expect(await deployment.record(id)).toMatchObject({
      status: 'FAILED',
      attempts: 3,
      attention: 'FAILED',
      error: { name, message: expect.stringContaining(reason) },
    });
    expect(await deployment.processorCalls(id)).toBe(3);
    expect(message).toMatchObject({
      'pillarbox.attempts': { StringValue: '3' },
      'pillarbox.reason': { StringValue: expect.stringContaining(`${name}: `) },
    });
  },
);

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison }));
