import { INFRASTRUCTURE_ERROR } from '../contracts/errors';
import { FAILURE_EVENT } from '../contracts/naming';
import { type ConclusionOptions, conclusion } from './conclusion';
import { ending, toEnd } from './ending';
import { invoke, RETRY_EVENTS, RETRY_LAMBDA, RETRY_THROTTLED } from './tasks';

export interface ProcessingWorkflowProps extends ConclusionOptions {
  claimFunctionArn: string;
  processFunctionArn: string;
  failFunctionArn: string;
  failureBusName: string;
  /** Time-out of the whole execution, seconds. */
  executionTimeoutSeconds: number;
  /** Time-out of the task that runs user code, seconds; below the execution's. */
  processTaskTimeoutSeconds: number;
}

/** Who claims: the id of this execution, which no other execution ever has. */
const ME = '$$.Execution.Id';

const CAPTURE = { 'capture.$': '$.capture', 'claim.$': ME };
/** No attempt: Claim's own errors are never the processor's. */
const NO_ATTEMPT = { ...CAPTURE, attempt: 0 };
const ATTEMPT = { ...CAPTURE, 'attempt.$': '$.claimed.Payload.attempt' };

/** Whatever goes wrong is handed on as `$.error`. */
const catchAll = (next: string) => [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: next }];

/**
 * Processing of one capture, in Amazon States Language. Input is a `ProcessingInput`, output a `ProcessingOutcome`;
 * an execution that FAILED or timed out means trouble of ours.
 */
export function processingWorkflow(props: ProcessingWorkflowProps) {
  const { partition, bookkeepingTimeoutSeconds } = props;
  return {
    Comment: 'Claims a capture, processes it and records the result, fenced by the claim.',
    StartAt: 'Receive',
    TimeoutSeconds: props.executionTimeoutSeconds,
    States: {
      Receive: { Type: 'Pass', Parameters: { 'capture.$': '$' }, Next: 'Claim' },
      Claim: {
        ...invoke({
          partition,
          functionArn: props.claimFunctionArn,
          event: CAPTURE,
          timeoutSeconds: bookkeepingTimeoutSeconds,
        }),
        ResultPath: '$.claimed',
        Retry: RETRY_LAMBDA,
        Catch: catchAll('Release'),
        Next: 'Claimed?',
      },
      'Claimed?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.claimed.Payload.outcome', StringEquals: 'CLAIMED', Next: 'Process' }],
        Default: 'Not claimed',
      },
      'Not claimed': { Type: 'Pass', InputPath: '$.claimed.Payload', ...toEnd(props) },
      Process: {
        ...invoke({
          partition,
          functionArn: props.processFunctionArn,
          event: ATTEMPT,
          timeoutSeconds: props.processTaskTimeoutSeconds,
        }),
        ResultPath: '$.processed',
        Retry: RETRY_THROTTLED,
        Catch: catchAll('Fail'),
        Next: 'Concluded?',
      },
      ...conclusion(props),
      ...failure(props),
      ...ending(props),
    },
  };
}

/** States for an attempt that did not conclude: record why, or at least archive the capture. */
function failure(props: ProcessingWorkflowProps) {
  const { partition, bookkeepingTimeoutSeconds } = props;
  return {
    Fail: {
      ...invoke({
        partition,
        functionArn: props.failFunctionArn,
        event: { ...ATTEMPT, 'error.$': '$.error' },
        timeoutSeconds: bookkeepingTimeoutSeconds,
      }),
      ResultPath: '$.failed',
      Retry: RETRY_LAMBDA,
      Catch: catchAll('Archive'),
      Next: 'Whose fault?',
    },
    // Claim may have claimed although its answer was lost: without this, nobody could go on until the lease is over.
    Release: {
      ...invoke({
        partition,
        functionArn: props.failFunctionArn,
        event: { ...NO_ATTEMPT, 'error.$': '$.error' },
        timeoutSeconds: bookkeepingTimeoutSeconds,
      }),
      ResultPath: null,
      Retry: RETRY_LAMBDA,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Explain' }],
      Next: 'Explain',
    },
    'Whose fault?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.failed.Payload.outcome', StringEquals: 'INFRASTRUCTURE', Next: 'Explain' }],
      Default: 'Attempt failed',
    },
    'Attempt failed': { Type: 'Pass', InputPath: '$.failed.Payload', ...toEnd(props) },
    // A Fail state takes text: the error as Step Functions caught it, whatever its members are.
    Explain: {
      Type: 'Pass',
      Parameters: { 'cause.$': 'States.JsonToString($.error)' },
      Next: 'Infrastructure error',
    },
    'Infrastructure error': { Type: 'Fail', Error: INFRASTRUCTURE_ERROR, CausePath: '$.cause' },
    Archive: {
      Type: 'Task',
      Resource: `arn:${partition}:states:::events:putEvents`,
      Parameters: {
        Entries: [
          {
            EventBusName: props.failureBusName,
            Source: FAILURE_EVENT.source,
            DetailType: FAILURE_EVENT.detailType,
            'Detail.$': '$.capture',
          },
        ],
      },
      ResultPath: null,
      TimeoutSeconds: bookkeepingTimeoutSeconds,
      Retry: RETRY_EVENTS,
      Next: 'Failure not recorded',
    },
    'Failure not recorded': {
      Type: 'Fail',
      Error: 'FailureNotRecorded',
      Cause: 'The failure could not be recorded; the capture is in the failure archive.',
    },
  };
}
