import type { JsonOperation } from '../../protocol/json-operation';
import { findMachine } from '../find';
import type { StatesService } from '../service';

interface Input {
  stateMachineArn: string;
}

interface Output {
  stateMachineArn: string;
  name: string;
  status: string;
  definition: string;
  roleArn: string;
  type: string;
  /** Epoch seconds. */
  creationDate: number;
}

export const describeStateMachine: JsonOperation<StatesService, Input, Output> = {
  action: 'states:DescribeStateMachine',
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: ({ stateMachineArn }, states, context) => {
    const { machine } = findMachine(stateMachineArn, states, context);
    const { name, definition, roleArn, type } = machine.settings;
    const creationDate = machine.createdAt / 1000;
    return { stateMachineArn, name, status: 'ACTIVE', definition, roleArn, type, creationDate };
  },
};
