import { captureId } from '../../contracts/capture';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';

const REGION = 'eu-west-2';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start(true, undefined, { idleSeconds: 1 });
});
afterAll(() => deployment.stop());

it('a connection that API Gateway ends for its idleness gets no answer, and its message is processed', async () => {
  // So long nothing can be answered.
  const outage = await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });
  const text = '{"data":1}';
  const client = await deployment.connect(REGION);
  const { requestId } = await client.ask(text);
  const id = captureId(REGION, 'websocket', String(requestId));
  deployment.remember(id, Buffer.from(text));

  expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
  await deployment.removeFault(outage);
  const record = await deployment.recordWhen(id, ({ answered }) => answered !== undefined);

  expect(record).toMatchObject({ status: 'COMPLETED', answered: 1 });
  const outcomes = (await deployment.logs('notify')).filter((line) => line.id === id);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['GONE']);
  expect(client.received).toEqual([{ status: 'CAPTURED', requestId }]);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
