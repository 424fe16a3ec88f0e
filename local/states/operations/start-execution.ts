import type { JsonOperation } from '../../protocol/json-operation';
import { checkInput, checkName } from '../checks';
import { findMachine } from '../find';
import type { StatesService } from '../service';

/** Input of StartExecution and StartSyncExecution. */
export interface StartInput {
  stateMachineArn: string;
  /** 1–80 characters. Default a new UUID. */
  name?: string;
  /** JSON text, at most 262,144 bytes. Default `{}`. */
  input?: string;
}

interface Output {
  executionArn: string;
  /** Epoch seconds. */
  startDate: number;
}

export const startExecution: JsonOperation<StatesService, StartInput, Output> = {
  action: 'states:StartExecution',
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: ({ stateMachineArn, name, input }, states, context) => {
    const executions = findMachine(stateMachineArn, states, context);
    checkName(name);
    checkInput(input);
    const { arn, startedAt } = executions.start(name, input);
    return { executionArn: arn, startDate: startedAt / 1000 };
  },
};
