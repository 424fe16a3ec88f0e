import type { JsonOperation } from '../../protocol/json-operation';
import { describeExecution as describe, type ExecutionDescription } from '../description';
import { findExecution } from '../find';
import type { StatesService } from '../service';

interface Input {
  executionArn: string;
}

/** AWS describes STANDARD executions only; here the EXPRESS ones too, for there is no log to look into. */
export const describeExecution: JsonOperation<StatesService, Input, ExecutionDescription> = {
  action: 'states:DescribeExecution',
  resource: ({ executionArn }) => executionArn,
  run: ({ executionArn }, states) => describe(findExecution(executionArn, states)),
};
