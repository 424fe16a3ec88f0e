import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { findExecution } from '../find';
import type { StatesService } from '../service';

interface Input {
  executionArn: string;
  error?: string;
  cause?: string;
}

export const stopExecution: JsonOperation<StatesService, Input, { stopDate: number }> = {
  action: 'states:StopExecution',
  resource: ({ executionArn }) => executionArn,
  run: async ({ executionArn, error, cause }, states) => {
    const execution = findExecution(executionArn, states);
    if (executionArn.split(':')[5] === 'express') {
      throw new AwsError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    }
    if (execution.status === 'RUNNING') {
      execution.abort();
      await execution.ended;
      Object.assign(execution, { error, cause });
    }
    return { stopDate: (execution.stoppedAt ?? states.now()) / 1000 };
  },
};
