import { AwsError } from '../../../local/core/aws-error';
import type { JsonOperations } from '../../../local/protocol/json-operation';
import { serveJson } from '../../../local/protocol/json-service';
import { CALLER, REGION, TestCloud } from '../../helpers/test-cloud';

const OPERATIONS: JsonOperations<string> = {
  Greet: {
    action: 'sqs:Greet',
    resource: ({ name }: { name: string }) => `arn:${name}`,
    run: ({ name }: { name: string }, state: string) => ({ text: `${state} ${name}` }),
  },
  Refuse: {
    action: 'sqs:Refuse',
    resource: () => '*',
    run: () => {
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400, { Hint: 'look' });
    },
  },
  Break: {
    action: 'sqs:Break',
    resource: () => '*',
    run: () => {
      throw new TypeError('a bug');
    },
  },
};

function setUp() {
  const cloud = new TestCloud();
  const { gate } = cloud;
  const run = jest.spyOn(gate, 'run');
  const maxBodyBytes = 100;
  cloud.serve('sqs', {
    handle: (request) =>
      serveJson({ service: 'sqs', operations: OPERATIONS, gate, state: 'hello', maxBodyBytes }, request),
  });
  const send = (target: string, body: string) =>
    cloud.send('sqs', { method: 'POST', headers: { 'x-amz-target': target }, body: Buffer.from(body) });
  return { send, run };
}

describe('a JSON-protocol service', () => {
  it.each(['null', '[]', '"text"', '7'])('fails for the input %s, which is no object', async (body) => {
    const { send, run } = setUp();
    const { status, headers } = await send('AmazonSQS.Greet', body);
    expect([status, headers['x-amzn-errortype']]).toEqual([400, 'SerializationException']);
    expect(run).not.toHaveBeenCalled();
  });

  it('fails for an operation of another service', async () => {
    const { send } = setUp();
    expect((await send('AWSEvents.Greet', '{}')).status).toBe(501);
  });

  it('answers an operation with its output', async () => {
    const { send } = setUp();
    const { status, headers, text } = await send('AmazonSQS.Greet', '{"name":"you"}');
    expect({ status, text }).toEqual({ status: 200, text: '{"text":"hello you"}' });
    expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.0' });
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('passes the gate exactly once, with action, resource, region and caller', async () => {
    const { send, run } = setUp();
    await send('AmazonSQS.Greet', '{"name":"you"}');
    const signal = expect.any(AbortSignal);
    const asked = { action: 'sqs:Greet', resource: 'arn:you', caller: CALLER, signal };
    const call = { region: REGION, service: 'sqs', ...asked };
    expect(run.mock.calls.map(([gated]) => gated)).toEqual([call]);
  });

  it('carries an error as type, message and details, with the query-protocol code of SQS', async () => {
    const { send } = setUp();
    const { status, headers, text } = await send('AmazonSQS.Refuse', '{}');
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      __type: 'com.amazonaws.sqs#QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      Hint: 'look',
    });
    expect(headers).toMatchObject({
      'x-amzn-errortype': 'QueueDoesNotExist',
      'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender',
    });
  });

  it('fails with 501 that names an operation outside the allow-list', async () => {
    const { send, run } = setUp();
    const { status, text } = await send('AmazonSQS.CreateQueue', '{}');
    expect(status).toBe(501);
    expect(JSON.parse(text).message).toBe('sqs:CreateQueue is not served by the local cloud.');
    expect(run).not.toHaveBeenCalled();
  });

  it('fails with 501 for a name that every object has', async () => {
    expect((await setUp().send('AmazonSQS.toString', '{}')).status).toBe(501);
  });

  it('fails with SerializationException for a body that is not JSON', async () => {
    const { headers } = await setUp().send('AmazonSQS.Greet', '{"name"');
    expect(headers['x-amzn-errortype']).toBe('SerializationException');
  });

  it('fails with 413 for a body above its limit', async () => {
    expect((await setUp().send('AmazonSQS.Greet', JSON.stringify({ name: 'x'.repeat(100) }))).status).toBe(
      413,
    );
  });

  it('fails with 500 and the reason when the local cloud itself is at fault', async () => {
    const { status, text } = await setUp().send('AmazonSQS.Break', '{}');
    expect(status).toBe(500);
    expect(JSON.parse(text).message).toContain('TypeError: a bug');
  });
});
