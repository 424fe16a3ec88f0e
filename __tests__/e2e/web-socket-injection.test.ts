import type { Message } from '@aws-sdk/client-sqs';
import { messageGroup } from '../../contracts/message';
import { drawMessages, verdictOf } from '../helpers/draw-messages';
import type { Client } from '../helpers/web-sockets';
import { Deployment } from './helpers/deployment';
import { takeMessages } from './helpers/messages';

const REGION = 'eu-west-2';
const CASES = 1000;
const SEED = 20_261_127;
const CONNECTIONS = 5;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
  // Nothing is drained: the messages stay to be looked at.
  await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });
});
afterAll(() => deployment.stop());

/** Sends texts one after the other, and tells what was answered to each. */
async function say(client: Client, texts: string[]): Promise<[string, Record<string, unknown>][]> {
  const answers: [string, Record<string, unknown>][] = [];
  for (const text of texts) answers.push([text, await client.ask(text)]);
  return answers;
}

const attribute = ({ MessageAttributes }: Message, name: string) => MessageAttributes?.[name]?.StringValue;

it(`${CASES} messages, well-meant and not, arrive intact in the right group or are refused with a reason`, async () => {
  const texts = drawMessages(CASES, SEED);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => deployment.connect(REGION)));
  const answers = (
    await Promise.all(
      clients.map((client, at) =>
        say(
          client,
          texts.filter((_text, index) => index % CONNECTIONS === at),
        ),
      ),
    )
  ).flat();
  const byRequest = new Map(
    (await takeMessages(deployment, REGION)).map((message) => [attribute(message, 'requestId'), message]),
  );

  const faults = answers.flatMap(([text, answer]) => {
    const problem = problemOf(text, answer, byRequest.get(String(answer.requestId)));
    return problem === undefined ? [] : [{ problem, text, answer }];
  });
  expect(faults).toEqual([]);
  const taken = answers.filter(([, { status }]) => status === 'CAPTURED');
  expect(byRequest.size).toBe(taken.length);
  // The draw has both kinds, and both refusals.
  expect(taken.length).toBeGreaterThan(CASES / 3);
  expect(
    new Set(
      texts
        .map((text) => JSON.stringify(Object.values(verdictOf(text))[0]))
        .filter((v) => v?.startsWith('"by')),
    ),
  ).toEqual(new Set(['"by the model"', '"by the queue"']));
});

/** What is wrong with what came of a text; undefined when it is as it must be. */
function problemOf(
  text: string,
  answer: Record<string, unknown>,
  message: Message | undefined,
): string | undefined {
  const verdict = verdictOf(text);
  if ('refused' in verdict) {
    const reason =
      verdict.refused === 'by the model' ? 'Bad request body' : 'not stored: mend it if it has characters';
    if (message) return 'it was stored';
    return String(answer.message).startsWith(reason) && answer.status === undefined ? undefined : 'no reason';
  }
  if (answer.status !== 'CAPTURED' || !message) return 'it was not stored';
  if (message.Body !== text) return `the body became ${JSON.stringify(message.Body)}`;
  const group = messageGroup('local', verdict.group ?? attribute(message, 'connectionId') ?? '');
  if (message.Attributes?.MessageGroupId !== group)
    return `the group became ${message.Attributes?.MessageGroupId}`;
  if (message.Attributes.MessageDeduplicationId !== answer.requestId) return 'another deduplication id';
  return attribute(message, 'principal') === 'local' ? undefined : 'another principal';
}

it('128 KB arrive intact; a byte more ends the connection', async () => {
  const [client, other] = await Promise.all([deployment.connect(REGION), deployment.connect(REGION)]);
  const text = JSON.stringify({ data: '&=%ä'.repeat(26_000) });
  const whole = Buffer.concat([Buffer.from(text), Buffer.alloc(128 * 1024 - Buffer.byteLength(text), ' ')]);
  expect(await client.askInFrames(String(whole))).toMatchObject({ status: 'CAPTURED' });
  other.sendInFrames(`${whole} `);

  expect((await other.closed).code).toBe(1009);
  expect((await takeMessages(deployment, REGION)).map(({ Body }) => Body === String(whole))).toEqual([true]);
});
