import { messagesApi } from '../../apis/messages-api';
import type { Authentication } from '../../apis/security';
import { parseSettings } from '../../config/load';
import { MAX_PRINCIPAL_CHARACTERS } from '../../contracts/capture';
import { MAX_GROUP_CHARACTERS, messageGroup } from '../../contracts/message';
import { compileModel } from '../../local/apigateway/model';
import { compileBodyTemplate } from '../../local/websocket/templates';
import { newConnectionContext } from '../helpers/web-sockets';
import { newWebSocketContext } from '../../local/websocket/context';
import { configuration } from '../helpers/synth';

const [settings] = parseSettings(configuration()).ingest;
const TOKEN: Authentication = {
  mode: 'token',
  authorizer: { invokeArn: 'arn:invoke', roleArn: 'arn:role' },
  header: 'AuthDetails',
  cacheTtlSeconds: 300,
};

const api = (auth: Authentication = TOKEN) =>
  messagesApi({
    partition: 'aws',
    accountId: '000000000000',
    settings: settings!,
    queueName: 'pillarbox-messages.fifo',
    sendRoleArn: 'arn:send',
    auth,
  });

const faultsOf = compileModel(JSON.parse(api().model.schema));
const context = () => newWebSocketContext(newConnectionContext(), 'MESSAGE', 1_700_000_000_000);

/** The fields that SQS is sent for a message. */
function formOf(body: string, definition = api()): Record<string, string> {
  const render = compileBodyTemplate(definition.message.integration.requestTemplates, 'request_templates');
  return Object.fromEntries(new URLSearchParams(render(context(), body)));
}

it.each([
  ['without a group', '{"data":1}'],
  ['with a group', '{"MessageGroupId":"test"}'],
  ['with every legal character', JSON.stringify({ MessageGroupId: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ0' })],
  ['with the longest group', JSON.stringify({ MessageGroupId: 'g'.repeat(63) })],
  ['with an id', '{"id":"order-1"}'],
  ['that is empty', '{}'],
])('a message %s may pass', (_title, message) => {
  expect(faultsOf(message)).toEqual([]);
});

it.each([
  ['no JSON', 'nope'],
  ['nothing', ''],
  ['no object', '[1]'],
  ['a text', '"text"'],
  ['null', 'null'],
  ['a group that is a number', '{"MessageGroupId":1}'],
  ['a group that is null', '{"MessageGroupId":null}'],
  ['an empty group', '{"MessageGroupId":""}'],
  ['a group with a space', '{"MessageGroupId":"a b"}'],
  ['a group with a line end', '{"MessageGroupId":"a\\n"}'],
  ['a group beyond ASCII', '{"MessageGroupId":"ä"}'],
  ['a group that is too long', JSON.stringify({ MessageGroupId: 'g'.repeat(64) })],
  ['an id that is no text', '{"id":1}'],
  ['an empty id', '{"id":""}'],
  ['an id that is too long', JSON.stringify({ id: 'i'.repeat(257) })],
  ['an id with a space', '{"id":"a b"}'],
])('fails: %s', (_title, message) => {
  expect(faultsOf(message)).not.toEqual([]);
});

it('the longest principal and the longest group of a client make the longest group of SQS', () => {
  const group = messageGroup('p'.repeat(MAX_PRINCIPAL_CHARACTERS), 'g'.repeat(63));

  expect(group).toHaveLength(MAX_GROUP_CHARACTERS);
});

it('sends the message as it came, and all else from the context', () => {
  const message = '{ "MessageGroupId": "test",\n "principal": "other" }';

  expect(formOf(message)).toEqual({
    Action: 'SendMessage',
    MessageGroupId: 'alice.test',
    MessageDeduplicationId: expect.stringMatching(/^[\w-]{15}=$/),
    'MessageAttribute.1.Name': 'connectionId',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'connection=',
    'MessageAttribute.2.Name': 'apiId',
    'MessageAttribute.2.Value.DataType': 'String',
    'MessageAttribute.2.Value.StringValue': 'a1b2c3',
    'MessageAttribute.3.Name': 'stage',
    'MessageAttribute.3.Value.DataType': 'String',
    'MessageAttribute.3.Value.StringValue': 'beta',
    'MessageAttribute.4.Name': 'requestId',
    'MessageAttribute.4.Value.DataType': 'String',
    'MessageAttribute.4.Value.StringValue': expect.stringMatching(/^[\w-]{15}=$/),
    'MessageAttribute.5.Name': 'principal',
    'MessageAttribute.5.Value.DataType': 'String',
    'MessageAttribute.5.Value.StringValue': 'alice',
    'MessageAttribute.6.Name': 'sourceIp',
    'MessageAttribute.6.Value.DataType': 'String',
    'MessageAttribute.6.Value.StringValue': '192.0.2.1',
    'MessageAttribute.7.Name': 'receivedAt',
    'MessageAttribute.7.Value.DataType': 'String',
    'MessageAttribute.7.Value.StringValue': '1700000000000',
    MessageBody: message,
  });
});

it('a message without a group is of the group of its connection', () => {
  expect(formOf('{}').MessageGroupId).toBe('alice.connection=');
});

it('without an authorizer everybody is anonymous', () => {
  const form = formOf('{"MessageGroupId":"test"}', api({ mode: 'none' }));

  expect(form.MessageGroupId).toBe('anonymous.test');
  expect(form['MessageAttribute.5.Value.StringValue']).toBe('anonymous');
});

it('with AWS signatures the sessions of a role are one principal', () => {
  const definition = api({ mode: 'iam' });
  const caller = { ...context(), identity: { ...context().identity, caller: 'AROAX:session' } };
  const render = compileBodyTemplate(definition.message.integration.requestTemplates, 'request_templates');
  const form = Object.fromEntries(new URLSearchParams(render(caller, '{"MessageGroupId":"test"}')));

  expect(definition.connect.route.authorizationType).toBe('AWS_IAM');
  expect(form.MessageGroupId).toBe('AROAX.test');
  expect(form['MessageAttribute.5.Value.StringValue']).toBe('AROAX');
});

it('with AWS signatures, without a caller the principal is empty, which no queue takes', () => {
  const form = formOf('{"MessageGroupId":"test"}', api({ mode: 'iam' }));

  expect(form['MessageAttribute.5.Value.StringValue']).toBe('');
});

it('what has no value is empty, and never the text of an expression', () => {
  const bare = Object.assign(context(), { requestTimeEpoch: undefined, stage: undefined, authorizer: {} });
  const render = compileBodyTemplate(api().message.integration.requestTemplates, 'request_templates');
  const form = new URLSearchParams(render(bare, '{}'));

  expect([...form.values()].filter((value) => value.includes('$'))).toEqual([]);
  expect([3, 5, 7].map((number) => form.get(`MessageAttribute.${number}.Value.StringValue`))).toEqual([
    '',
    '',
    '',
  ]);
});

it.each([
  '&MessageGroupId=x',
  'a&MessageBody=x&b=',
  '%26MessageGroupId%3Dx',
  '$context.accountId',
  '#set($x=1)',
  "'+\"+'",
])('a group of %s is what it says, and no other field', (group) => {
  const message = JSON.stringify({ MessageGroupId: group });

  expect(Object.keys(formOf(message))).toEqual(Object.keys(formOf('{}')));
  expect(formOf(message)).toMatchObject({ MessageGroupId: `alice.${group}`, MessageBody: message });
});

it('selects what the client is told by the status of the queue, and acknowledges its success alone', () => {
  const { integrationResponseKey, templateSelectionExpression, responseTemplates } = api().message.response;
  const told = Object.entries(responseTemplates).map(([status, text]) => [status, JSON.parse(text)]);

  expect(integrationResponseKey).toBe('$default');
  expect(templateSelectionExpression).toBe('${integration.response.statuscode}');
  const refusal = (message: string) => ({
    message: expect.stringContaining(message),
    connectionId: '$context.connectionId',
    requestId: '$context.requestId',
  });
  expect(told).toEqual([
    ['200', { status: 'CAPTURED', requestId: '$context.requestId' }],
    ['400', refusal('not stored: mend it if it has characters that XML 1.0 excludes, else send it again')],
    ['$default', refusal('temporarily unavailable: send it again')],
  ]);
});

it('asks for the token header', () => {
  expect(api().authorizer).toMatchObject({
    authorizerUri: 'arn:invoke',
    authorizerCredentialsArn: 'arn:role',
    identitySources: ['route.request.header.AuthDetails'],
  });
  expect(api({ mode: 'none' }).authorizer).toBeUndefined();
});
