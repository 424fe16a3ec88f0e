import type { Execution } from './execution';

/** An execution as DescribeExecution and StartSyncExecution answer it. Dates in epoch seconds. */
export interface ExecutionDescription {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: string;
  startDate: number;
  stopDate?: number;
  input: string;
  inputDetails: { included: boolean };
  output?: string;
  outputDetails?: { included: boolean };
  error?: string;
  cause?: string;
}

export function describeExecution(execution: Execution): ExecutionDescription {
  const { output, stoppedAt } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt / 1000,
    stopDate: stoppedAt === undefined ? undefined : stoppedAt / 1000,
    input: execution.input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error: execution.error,
    cause: execution.cause,
  };
}
