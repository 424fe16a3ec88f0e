import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { checkInput, checkName } from '../checks';
import { describeExecution, type ExecutionDescription } from '../description';
import { findMachine } from '../find';
import type { StatesService } from '../service';
import type { StartInput } from './start-execution';

interface Output extends ExecutionDescription {
  billingDetails: { billedMemoryUsedInMB: number; billedDurationInMilliseconds: number };
}

/** Answers 200 also for an execution that fails: `status` says how it ended. */
export const startSyncExecution: JsonOperation<StatesService, StartInput, Output> = {
  action: 'states:StartSyncExecution',
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: async ({ stateMachineArn, name, input }, states, context) => {
    const executions = findMachine(stateMachineArn, states, context);
    checkName(name);
    checkInput(input);
    if (executions.machine.settings.type !== 'EXPRESS') {
      throw new AwsError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    }
    const execution = executions.start(name, input);
    await execution.ended;
    const duration = (execution.stoppedAt ?? execution.startedAt) - execution.startedAt;
    return {
      ...describeExecution(execution),
      // Billed in steps of 64 MB and 100 ms. Source: Step Functions pricing.
      billingDetails: {
        billedMemoryUsedInMB: 64,
        billedDurationInMilliseconds: Math.ceil(duration / 100) * 100,
      },
    };
  },
};
