import type { JsonOperation } from '../../protocol/json-operation';
import { findMachine } from '../find';
import { type Page, pageOf } from '../page';
import type { StatesService } from '../service';

interface Input extends Page {
  stateMachineArn: string;
  statusFilter?: string;
}

interface Output {
  executions: {
    executionArn: string;
    stateMachineArn: string;
    name: string;
    status: string;
    startDate: number;
    stopDate?: number;
  }[];
  nextToken?: string;
}

/** AWS lists STANDARD executions only; here the EXPRESS ones too, of which the last thousand are kept. */
export const listExecutions: JsonOperation<StatesService, Input, Output> = {
  action: 'states:ListExecutions',
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: (input, states, context) => {
    const { statusFilter, stateMachineArn } = input;
    const all = findMachine(stateMachineArn, states, context).list();
    const { items, nextToken } = pageOf(
      all.filter(({ status }) => !statusFilter || status === statusFilter),
      input,
    );
    return {
      executions: items.map(({ arn, name, status, startedAt, stoppedAt }) => ({
        executionArn: arn,
        stateMachineArn,
        name,
        status,
        startDate: startedAt / 1000,
        stopDate: stoppedAt === undefined ? undefined : stoppedAt / 1000,
      })),
      nextToken,
    };
  },
};
