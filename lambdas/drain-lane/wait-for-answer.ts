import { MAX_ANSWER_TRIES } from '../../contracts/message';

/** What is known of the answer to a message that has ended. */
export interface AnswerState {
  /** Set when Notify failed in this delivery. */
  unanswered?: true;
  /** Further deliveries for its sake, with this one. Absent in the delivery that ended the message. */
  answerTries?: number;
}

/** Seconds until another delivery tries to answer, or DONE: its client is answered, nobody waits for one, or it was tried often enough. */
export function waitForAnswer({ unanswered, answerTries = 0 }: AnswerState): number | 'DONE' {
  return unanswered && answerTries < MAX_ANSWER_TRIES ? 2 ** (answerTries + 1) : 'DONE';
}
