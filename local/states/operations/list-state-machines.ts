import type { JsonOperation } from '../../protocol/json-operation';
import { type Page, pageOf } from '../page';
import type { StatesService } from '../service';

interface Output {
  stateMachines: { stateMachineArn: string; name: string; type: string; creationDate: number }[];
  nextToken?: string;
}

export const listStateMachines: JsonOperation<StatesService, Page, Output> = {
  action: 'states:ListStateMachines',
  resource: () => '*',
  run: (input, states, { region }) => {
    const { items, nextToken } = pageOf(states.machinesIn(region), input);
    return {
      stateMachines: items.map(({ arn, settings, createdAt }) => ({
        stateMachineArn: arn,
        name: settings.name,
        type: settings.type,
        creationDate: createdAt / 1000,
      })),
      nextToken,
    };
  },
};
