import { AwsError } from '../core/aws-error';
import type { MessageAttributes } from './message';
import type { SendInput } from './message-checks';
import type { QueueInput } from './queue-lookup';

/** Fields of the form that are the input's own, as text. */
const TEXTS = ['MessageBody', 'MessageGroupId', 'MessageDeduplicationId'] as const;
/** Fields that say what the form is. */
const ENVELOPE = ['Action', 'Version', 'QueueUrl', 'DelaySeconds'];
const ATTRIBUTE =
  /^MessageAttribute\.([1-9]\d*)\.(Name|Value\.StringValue|Value\.BinaryValue|Value\.DataType)$/;

/**
 * The input of SendMessage in a query form (SQS API reference, SendMessage: `MessageAttribute.N.Name`,
 * `MessageAttribute.N.Value.DataType` …). The queue is the request's path unless `QueueUrl` names it.
 * @throws AwsError for another action (501) and for a field that nobody knows
 */
export function sendMessageInput(form: Map<string, string>, path: string): QueueInput & SendInput {
  const action = form.get('Action') ?? '(no Action)';
  if (action !== 'SendMessage') {
    const what = `sqs:${action} is not served by the local cloud in the query protocol.`;
    throw new AwsError('NotImplemented', what, 501);
  }
  const delay = form.get('DelaySeconds');
  return {
    QueueUrl: form.get('QueueUrl') ?? `http://sqs.local${path}`,
    MessageBody: form.get('MessageBody') ?? '',
    ...Object.fromEntries(TEXTS.flatMap((name) => (form.has(name) ? [[name, form.get(name)]] : []))),
    ...(delay !== undefined && { DelaySeconds: Number(delay) }),
    MessageAttributes: attributesOf(form),
  };
}

function attributesOf(form: Map<string, string>): MessageAttributes {
  const byNumber = new Map<string, Record<string, string>>();
  for (const [field, value] of form) {
    const [, number, member] = ATTRIBUTE.exec(field) ?? [];
    if (number !== undefined && member !== undefined) {
      byNumber.set(number, { ...byNumber.get(number), [member]: value });
    } else if (!ENVELOPE.includes(field) && !TEXTS.some((name) => name === field)) {
      throw new AwsError('UnknownParameter', `The parameter ${field} is not known.`);
    }
  }
  return Object.fromEntries(
    [...byNumber.values()].map((attribute) => [
      attribute.Name ?? '',
      {
        DataType: attribute['Value.DataType'] ?? '',
        StringValue: attribute['Value.StringValue'],
        BinaryValue: attribute['Value.BinaryValue'],
      },
    ]),
  );
}
