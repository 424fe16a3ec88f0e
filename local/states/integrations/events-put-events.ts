import type { Integration } from '../integrations';
import { TaskError } from '../task-error';
import { serviceError } from './service-error';

interface Entry {
  /** An object here, text in the API. */
  Detail?: unknown;
  Resources?: string[];
  [member: string]: unknown;
}

interface Answer {
  FailedEntryCount: number;
  Entries: { ErrorCode?: string; ErrorMessage?: string }[];
}

/** `events:putEvents`. The execution and its state machine are added to every entry's resources, as AWS does. */
export const eventsPutEvents: Integration = {
  parameters: ['Entries'],
  run: async (parameters, { cloud, region, caller, executionArn, stateMachineArn }) => {
    const { Entries = [] } = parameters as { Entries?: Entry[] };
    const entries = Entries.map(({ Detail, Resources = [], ...entry }) => ({
      ...entry,
      Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail ?? {}),
      Resources: [...Resources, executionArn, stateMachineArn],
    }));
    const answer = await put(() =>
      cloud.call<Answer>(region, 'events', 'PutEvents', { Entries: entries }, caller),
    );
    if (answer.FailedEntryCount > 0) {
      throw new TaskError('EventBridge.FailedEntry', JSON.stringify(answer));
    }
    return answer;
  },
};

async function put(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw serviceError('EventBridge', error);
  }
}
