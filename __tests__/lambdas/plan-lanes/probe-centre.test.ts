import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { probeCentre } from '../../../lambdas/plan-lanes/probe-centre';
import { queueBacklogs } from '../../../lambdas/plan-lanes/queue-backlog';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { answering } from '../../helpers/answering';

const probe = (table: object | Error, fn: object | Error) => {
  const dynamodb = answering(new DynamoDBClient({ region: 'eu-west-1' }), { GetItemCommand: table });
  const lambda = answering(new LambdaClient({ region: 'eu-west-1' }), { InvokeCommand: fn });
  const asked = [dynamodb.asked, lambda.asked];
  const answer = probeCentre({
    dynamodb: dynamodb.client,
    lambda: lambda.client,
    recordsTable: 'records',
    processFunction: 'process',
  });
  return { answer, asked };
};

it('a centre whose table answers and whose Process function runs can process', async () => {
  const { answer, asked } = probe({}, { StatusCode: 200 });

  expect(await answer).toEqual([]);

  expect(asked).toEqual([
    [{ TableName: 'records', Key: { id: { S: 'control#drain' } }, ConsistentRead: true }],
    [{ FunctionName: 'process', Payload: '{"probe":true}' }],
  ]);
});

it('the regions that the control item names are paused', async () => {
  const item = { id: { S: 'control#drain' }, pausedRegions: { SS: ['eu-west-2'] } };

  expect(await probe({ Item: item }, {}).answer).toEqual(['eu-west-2']);
});

it('nothing is paused once the last region has left the control item', async () => {
  expect(await probe({ Item: { id: { S: 'control#drain' } } }, {}).answer).toEqual([]);
});

it('fails when the table does not answer', async () => {
  await expect(probe(new Error('table away'), {}).answer).rejects.toThrow('table away');
});

it('fails when the Process function cannot be invoked', async () => {
  await expect(probe({}, new Error('throttled')).answer).rejects.toThrow('throttled');
});

it('fails when the Process function is invoked and breaks', async () => {
  await expect(probe({}, { FunctionError: 'Unhandled' }).answer).rejects.toThrow(InfrastructureError);
});

it('a Process function that is busy is alive', async () => {
  const busy = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });

  await expect(probe({}, busy).answer).resolves.toEqual([]);
});

it.each([
  ['captures', 'test-captures'],
  ['messages', 'test-messages.fifo'],
] as const)(
  'the URL of the queue of %s is asked for once, its backlog each time',
  async (kind, QueueName) => {
    const sqs = answering(new SQSClient({ region: 'eu-west-2' }), {
      GetQueueUrlCommand: { QueueUrl: 'https://sqs.test/captures' },
      GetQueueAttributesCommand: { Attributes: { ApproximateNumberOfMessages: '12' } },
    });
    const backlog = queueBacklogs('test', () => sqs.client);

    expect([await backlog('eu-west-2', kind), await backlog('eu-west-2', kind)]).toEqual([12, 12]);
    expect(sqs.asked).toEqual([
      { QueueName },
      { QueueUrl: 'https://sqs.test/captures', AttributeNames: ['ApproximateNumberOfMessages'] },
      { QueueUrl: 'https://sqs.test/captures', AttributeNames: ['ApproximateNumberOfMessages'] },
    ]);
  },
);
