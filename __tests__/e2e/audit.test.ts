import { createHash } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { auditWhenSettled } from '../../audit/audit-when-settled';
import { type EndState, readEndState } from '../../audit/end-state';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';

const REGIONS = ['eu-west-2', 'us-east-1'];
const NONSENSE = Array.from({ length: 12 }, (_, n) => `nonsense ${n}`);

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(() => deployment.stop());

/** The same in an order that does not depend on how it was read. */
const sorted = ({ objects, items, queues, errorMessages }: EndState): EndState => ({
  objects: objects.toSorted((a, b) => a.key.localeCompare(b.key)),
  items: items.toSorted((a, b) => a.id.localeCompare(b.id)),
  queues,
  errorMessages: errorMessages.toSorted((a, b) => a.messageId.localeCompare(b.messageId)),
});

it('waits for what is on its way, and finds it sound', async () => {
  for (const region of REGIONS) {
    for (const n of [1, 2, 3])
      await deployment.capture(region, `payload ${n}`, { 'Idempotency-Key': `${n}` });
  }

  await expectSound(deployment);
});

it('reads objects with their bytes and metadata, items and queues, page by page', async () => {
  const whole = sorted(await readEndState(deployment.auditTarget));
  const paged = sorted(await readEndState(deployment.auditTarget, { pageSize: 1 }));

  expect(paged).toEqual(whole);
  expect(whole.objects).toHaveLength(6);
  expect(whole.objects).toContainEqual({
    region: 'us-east-1',
    bucket: 'e2e-captures-000000000000-us-east-1',
    key: expect.stringMatching(/^captures\/publish\/local\//),
    size: 9,
    eTag: createHash('md5').update('payload 3').digest('hex'),
    sha256: createHash('sha256').update('payload 3').digest('hex'),
    contentType: 'text/plain;charset=UTF-8',
    metadata: expect.objectContaining({ principal: 'local', 'idempotency-key': '3' }),
  });
  // Six records, three idempotency items.
  expect(whole.items).toHaveLength(9);
  expect(whole.queues).toHaveLength(12);
});

it('reads every message of an error queue once, and leaves them there', async () => {
  const QueueUrl = await deployment.queueUrl('us-east-1', 'error');
  for (const MessageBody of NONSENSE) {
    await deployment.sqs('us-east-1').send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  const first = sorted(await readEndState(deployment.auditTarget));
  const second = sorted(await readEndState(deployment.auditTarget));

  expect(first.errorMessages.map(({ body }) => body).toSorted()).toEqual(NONSENSE.toSorted());
  expect(second).toEqual(first);
  await expectSound(deployment, { expected: { unparseable: NONSENSE.length } });
});

it('tells what is amiss when patience ends', async () => {
  const known = { accepted: [{ id: 'eu-west-2.publish.lost', size: 1, sha256: '' }], poison: [] };

  const { report } = await auditWhenSettled(deployment.auditTarget, () => known, 300);

  expect(report.broken).toEqual({ acceptedIsStored: 1, nothingIsUnparseable: 1 });
});
