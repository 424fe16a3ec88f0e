import { MESSAGE_CHANNEL } from '../contracts/capture';
import type { ProcessingOutcome } from '../contracts/processing';
import { invoke, RETRY_LAMBDA } from './tasks';

/** What the last states of an execution are made from. */
export interface EndingOptions {
  partition: string;
  /** Answers the clients of WebSocket messages. Absent where none are processed. */
  notifyFunctionArn?: string;
  /** Time-out of each task that claims, records, archives or notifies, seconds. */
  bookkeepingTimeoutSeconds: number;
}

/** How a state hands the outcome of the execution on to its end. */
export const toEnd = ({ notifyFunctionArn }: EndingOptions) => ({
  ResultPath: '$.outcome',
  Next: notifyFunctionArn === undefined ? 'Ended' : 'Answer?',
});

/** After these nothing happens to a message by itself any more. */
const ANSWERED: ProcessingOutcome['outcome'][] = ['TERMINAL', 'EXHAUSTED'];

/**
 * Ends an execution with its outcome; the client of a WebSocket message is told before. Whatever becomes of the answer, the outcome
 * stays; that Notify failed stands beside it, and the lane lets another delivery try. What was found terminal counts, too: whoever wrote
 * it may have died before the answer.
 */
export function ending(options: EndingOptions) {
  const ended = { Ended: { Type: 'Succeed', OutputPath: '$.outcome' } };
  const { notifyFunctionArn } = options;
  return notifyFunctionArn === undefined ? ended : { ...answer(notifyFunctionArn, options), ...ended };
}

function answer(
  functionArn: string,
  { partition, bookkeepingTimeoutSeconds }: Omit<EndingOptions, 'notifyFunctionArn'>,
) {
  return {
    'Answer?': {
      Type: 'Choice',
      Choices: [
        {
          And: [
            { Variable: '$.capture.channel', StringEquals: MESSAGE_CHANNEL },
            {
              Or: ANSWERED.map((outcome) => ({ Variable: '$.outcome.outcome', StringEquals: outcome })),
            },
          ],
          Next: 'Notify',
        },
      ],
      Default: 'Ended',
    },
    Notify: {
      ...invoke({
        partition,
        functionArn,
        event: { 'capture.$': '$.capture' },
        timeoutSeconds: bookkeepingTimeoutSeconds,
      }),
      ResultPath: null,
      Retry: RETRY_LAMBDA,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Not answered' }],
      Next: 'Ended',
    },
    'Not answered': { Type: 'Pass', Result: true, ResultPath: '$.outcome.unanswered', Next: 'Ended' },
  };
}
