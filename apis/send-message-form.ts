import { ANONYMOUS } from '../contracts/capture';
import { MESSAGE_ATTRIBUTES } from '../contracts/message';
import type { Authentication } from './security';

/**
 * The form of SendMessage as a mapping template. Every value is encoded, our own ones too, so that nothing a client sends can
 * end a field and begin another; quietly, so that what has no value is empty, and refused by the queue, instead of its own text.
 * A resent message is no duplicate to the queue, for it must be answered again.
 */
export function sendMessageForm(mode: Authentication['mode']): string {
  const principal = PRINCIPALS[mode];
  const group = `#if("$!group" == "")${encoded('$context.connectionId')}#{else}${encoded('$group')}#end`;
  const fields = [
    ['Action', encoded("'SendMessage'")],
    // The dot between them; a principal has none.
    ['MessageGroupId', `${encoded(principal)}%2E${group}`],
    ['MessageDeduplicationId', encoded('$context.requestId')],
    ...attributes({
      connectionId: '$context.connectionId',
      apiId: '$context.apiId',
      stage: '$context.stage',
      requestId: '$context.requestId',
      principal,
      sourceIp: '$context.identity.sourceIp',
      // A number, and urlEncode takes text: Velocity prints a call that no method fits as it stands.
      receivedAt: '"$!context.requestTimeEpoch"',
    }),
    // As it came: what the model read is parsed again from this by whoever processes it.
    ['MessageBody', encoded('$input.body')],
  ];
  const form = fields.map(([name, value]) => `${name}=${value}`).join('&');
  const caller = mode === 'iam' ? "#set($caller = $context.identity.caller.split(':'))" : '';
  return `${caller}#set($group = $input.path('$.MessageGroupId'))${form}`;
}

/** Whose a message is. Of a role, `AROA…:<session>`, the sessions are one principal. */
const PRINCIPALS: Record<Authentication['mode'], string> = {
  token: '$context.authorizer.principalId',
  jwt: '$context.authorizer.principalId',
  iam: '$caller[0]',
  none: `'${ANONYMOUS}'`,
};

function attributes(values: Record<keyof typeof MESSAGE_ATTRIBUTES, string>): [string, string][] {
  return Object.entries(values).flatMap(([name, value], index): [string, string][] => {
    const field = `MessageAttribute.${index + 1}`;
    return [
      [`${field}.Name`, MESSAGE_ATTRIBUTES[name as keyof typeof values]],
      [`${field}.Value.DataType`, 'String'],
      [`${field}.Value.StringValue`, encoded(value)],
    ];
  });
}

const encoded = (value: string) => `$!util.urlEncode(${value})`;
