import { MAX_LANES } from '../contracts/processing';
import { invoke, RETRY_LAMBDA } from './tasks';

export interface DrainWorkflowProps {
  partition: string;
  planFunctionArn: string;
  laneFunctionArn: string;
  sweepFunctionArn: string;
  planTimeoutSeconds: number;
  laneTimeoutSeconds: number;
  sweepTimeoutSeconds: number;
  /** Time-out of the whole execution, seconds, below 300. */
  executionTimeoutSeconds: number;
}

/** Drains all regions once, in Amazon States Language: plan the lanes, run them and a sweep side by side. */
export function drainWorkflow(props: DrainWorkflowProps) {
  const { partition } = props;
  return {
    Comment:
      'Plans lanes over the ingest regions and runs them and a sweep side by side; one that is dead stops no other.',
    StartAt: 'Plan lanes',
    TimeoutSeconds: props.executionTimeoutSeconds,
    States: {
      'Plan lanes': {
        ...invoke({
          partition,
          functionArn: props.planFunctionArn,
          event: {},
          timeoutSeconds: props.planTimeoutSeconds,
        }),
        Retry: RETRY_LAMBDA,
        ResultSelector: {
          'lanes.$': '$.Payload.lanes',
          'messageLanes.$': '$.Payload.messageLanes',
          'sweeps.$': '$.Payload.sweeps',
        },
        Next: 'Drain',
      },
      Drain: {
        Type: 'Parallel',
        Branches: [
          lanes(props, '$.lanes', 'Lane'),
          lanes(props, '$.messageLanes', 'Message lane'),
          sweeps(props),
        ],
        End: true,
      },
    },
  };
}

/**
 * Lanes side by side, in a Map for each kind of queue: no burst of captures takes the lanes from messages, nor the other way.
 */
function lanes(
  { partition, laneFunctionArn, laneTimeoutSeconds }: DrainWorkflowProps,
  itemsPath: string,
  what: 'Lane' | 'Message lane',
) {
  const name = `Drain ${what.toLowerCase()}`;
  return {
    StartAt: `${name}s`,
    States: {
      [`${name}s`]: each(itemsPath, {
        partition,
        functionArn: laneFunctionArn,
        timeoutSeconds: laneTimeoutSeconds,
        name,
        // The messages are still in their queue; the next drain sees them.
        failed: `${what} failed`,
      }),
    },
  };
}

/** The sweep beside them: one, or none when the plan withholds it. */
function sweeps({ partition, sweepFunctionArn, sweepTimeoutSeconds }: DrainWorkflowProps) {
  return {
    StartAt: 'Sweep',
    States: {
      Sweep: each('$.sweeps', {
        partition,
        functionArn: sweepFunctionArn,
        timeoutSeconds: sweepTimeoutSeconds,
        name: 'Take up what is due',
        // The records stay due; the next drain sees them.
        failed: 'Sweep failed',
      }),
    },
  };
}

interface Call {
  partition: string;
  functionArn: string;
  timeoutSeconds: number;
  /** The state that calls the function, and the state that a failed call ends in. */
  name: string;
  failed: string;
}

/** Calls a function with each item, all at once; a call that fails ends no other. */
function each(itemsPath: string, { partition, functionArn, timeoutSeconds, name, failed }: Call) {
  return {
    Type: 'Map',
    ItemsPath: itemsPath,
    MaxConcurrency: MAX_LANES,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: name,
      States: {
        [name]: {
          Type: 'Task',
          Resource: `arn:${partition}:states:::lambda:invoke`,
          Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
          OutputPath: '$.Payload',
          TimeoutSeconds: timeoutSeconds,
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed }],
          End: true,
        },
        [failed]: { Type: 'Pass', End: true },
      },
    },
    End: true,
  };
}
