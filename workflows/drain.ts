import { MAX_LANES } from '../contracts/processing';
import { invoke, RETRY_LAMBDA } from './tasks';

export interface DrainWorkflowProps {
  partition: string;
  planFunctionArn: string;
  laneFunctionArn: string;
  planTimeoutSeconds: number;
  laneTimeoutSeconds: number;
  /** Time-out of the whole execution, seconds, below 300. */
  executionTimeoutSeconds: number;
}

/** Drains all regions once, in Amazon States Language: plan the lanes, run them side by side. */
export function drainWorkflow(props: DrainWorkflowProps) {
  const { partition } = props;
  return {
    Comment: 'Plans lanes over the ingest regions and runs them side by side; one dead lane stops no other.',
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
        Next: 'Drain lanes',
      },
      'Drain lanes': {
        Type: 'Map',
        ItemsPath: '$.Payload.lanes',
        MaxConcurrency: MAX_LANES,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Drain lane',
          States: {
            'Drain lane': {
              Type: 'Task',
              Resource: `arn:${partition}:states:::lambda:invoke`,
              Parameters: { FunctionName: props.laneFunctionArn, 'Payload.$': '$' },
              OutputPath: '$.Payload',
              TimeoutSeconds: props.laneTimeoutSeconds,
              // The messages are still in their queue; the next drain sees them.
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Lane failed' }],
              End: true,
            },
            'Lane failed': { Type: 'Pass', End: true },
          },
        },
        End: true,
      },
    },
  };
}
