import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { callQuery } from './query-call';
import { TestQueue } from './queues';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

conformance('SQS query protocol', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  const makeQueue = async (fifo = false) => {
    const { url, arn } = await given.target.createQueue({ fifo });
    return new TestQueue(sqs, url, arn);
  };
  const send = (queue: TestQueue, fields: Record<string, string>) =>
    call(queue, String(new URLSearchParams({ Action: 'SendMessage', ...fields })));
  const call = (queue: TestQueue, form: string) =>
    callQuery(`${given.target.endpoint}${new URL(queue.url).pathname}`, form);

  behaviour('a form sends to the queue that its path names, and is told id and digest in XML', async () => {
    const queue = await makeQueue();
    const { status, result } = await send(queue, { MessageBody: 'hello' });
    const { Body, MessageId } = await queue.next();
    expect({ status, Body }).toEqual({ status: 200, Body: 'hello' });
    expect(result).toMatchObject({ MessageId, MD5OfMessageBody: md5('hello') });
  });

  behaviour('encoded characters arrive as what they stand for, a plus as a space', async () => {
    const queue = await makeQueue();
    await call(queue, 'Action=SendMessage&MessageBody=a+b%26MessageBody%3Dx%2520%C3%A4%0A%22%27');
    expect((await queue.next()).Body).toBe('a b&MessageBody=x%20ä\n"\'');
  });

  behaviour('group, deduplication id and numbered attributes come with the message', async () => {
    const queue = await makeQueue(true);
    await send(queue, {
      MessageGroupId: "alice.a&b='",
      MessageDeduplicationId: 'id=',
      'MessageAttribute.1.Name': 'connectionId',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'c=',
      'MessageAttribute.2.Name': 'principal',
      'MessageAttribute.2.Value.DataType': 'String',
      'MessageAttribute.2.Value.StringValue': 'alice',
      MessageBody: 'x',
    });
    const { Attributes, MessageAttributes } = await queue.next();
    expect(Attributes).toMatchObject({ MessageGroupId: "alice.a&b='", MessageDeduplicationId: 'id=' });
    expect(MessageAttributes).toMatchObject({
      connectionId: { DataType: 'String', StringValue: 'c=' },
      principal: { DataType: 'String', StringValue: 'alice' },
    });
  });

  behaviour('a deduplication id that was accepted is acknowledged and dropped', async () => {
    const queue = await makeQueue(true);
    const fields = { MessageGroupId: 'g', MessageDeduplicationId: 'same' };
    const statuses = [
      (await send(queue, { ...fields, MessageBody: 'one' })).status,
      (await send(queue, { ...fields, MessageBody: 'other' })).status,
    ];
    expect(statuses).toEqual([200, 200]);
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['one']);
  });

  behaviour('fails with 400 and the reason for a FIFO queue without a group', async () => {
    const { status, error } = await send(await makeQueue(true), {
      MessageBody: 'x',
      MessageDeduplicationId: 'd',
    });
    expect(status).toBe(400);
    expect(error).toMatchObject({ Type: 'Sender', Code: 'MissingParameter' });
  });

  behaviour('fails with 400 and the reason for characters outside of XML', async () => {
    const queue = await makeQueue();
    const { status, error } = await send(queue, { MessageBody: 'a\u0000b' });
    expect(status).toBe(400);
    expect(error).toMatchObject({ Type: 'Sender', Code: 'InvalidMessageContents' });
  });

  behaviour('fails with 400 and the reason for an attribute without a value', async () => {
    const { status, error } = await send(await makeQueue(), {
      MessageBody: 'x',
      'MessageAttribute.1.Name': 'principal',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': '',
    });
    expect(status).toBe(400);
    expect(error).toMatchObject({ Type: 'Sender', Code: 'InvalidParameterValue' });
  });

  behaviour('fails with 400 and the reason for a queue that is not there', async () => {
    const answer = await callQuery(
      `${given.target.endpoint}/${given.target.accountId}/nobody`,
      'Action=SendMessage&MessageBody=x',
    );
    expect(answer).toMatchObject({
      status: 400,
      error: { Type: 'Sender', Code: 'AWS.SimpleQueueService.NonExistentQueue' },
    });
  });
});
