import { MAX_WEBSOCKET_BYTES, type MessageAnswer } from '../../contracts/message';
import type { CaptureRecord } from '../../contracts/record';

/** What an answer is made from. */
export interface AnswerParts {
  connectionId: string;
  requestId: string;
  /** The client's text. */
  message: string;
  record: CaptureRecord;
  /** Of a DUPLICATE: the record of the message that came first, if that has ended. */
  first?: CaptureRecord;
}

type Omitted = NonNullable<MessageAnswer['omitted']>;

/** What is left out when an answer is too long: at first what the client has itself. */
const SHORTER: Omitted[] = [[], ['message'], ['message', 'result']];

/**
 * The answer as text, and shorter ones that say what they leave out, for a connection that refuses it; none of them is longer than
 * a connection can carry.
 */
export function answersTo(parts: AnswerParts): string[] {
  const answer = answerOf(parts);
  const all = SHORTER.map((omitted) => JSON.stringify(without(answer, omitted)));
  const carried = all.filter((text) => Buffer.byteLength(text) <= MAX_WEBSOCKET_BYTES);
  return [...new Set(carried)];
}

function answerOf({ connectionId, requestId, message, record, first }: AnswerParts): MessageAnswer {
  const { result, error } = first ?? record;
  return {
    connectionId,
    requestId,
    message,
    // Nobody is notified of a record that is PROCESSING.
    status: record.status as MessageAnswer['status'],
    ...(result !== undefined && { result: JSON.parse(result) as unknown }),
    ...(error !== undefined && { error }),
    ...(record.duplicateOf !== undefined && { duplicateOf: record.duplicateOf }),
  };
}

function without(answer: MessageAnswer, members: Omitted): MessageAnswer {
  const omitted = members.filter((member) => answer[member] !== undefined);
  if (omitted.length === 0) return answer;
  const left = Object.fromEntries(
    Object.entries(answer).filter(([name]) => !omitted.some((member) => member === name)),
  );
  return { ...(left as Omit<MessageAnswer, 'omitted'>), omitted };
}
