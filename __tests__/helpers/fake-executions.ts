import { type StartExecutionCommand, ExecutionAlreadyExists, type SFNClient } from '@aws-sdk/client-sfn';

/** Executions of a STANDARD workflow by name, as StartExecution sees them. */
export class FakeExecutions {
  readonly started: { name: string; input: unknown }[] = [];
  /** Thrown by the next calls, the first one first; undefined lets a call through. */
  readonly troubles: (Error | undefined)[] = [];
  /** Names of executions that have ended. */
  readonly ended = new Set<string>();
  private readonly running = new Map<string, string>();

  readonly client: Pick<SFNClient, 'send'> = {
    send: async (command: StartExecutionCommand) => {
      const { name = '', input = '' } = command.input;
      const trouble = this.troubles.shift();
      if (trouble) throw trouble;
      if (this.ended.has(name) || (this.running.has(name) && this.running.get(name) !== input)) {
        throw new ExecutionAlreadyExists({ message: `Execution Already Exists: '${name}'`, $metadata: {} });
      }
      if (!this.running.has(name)) this.started.push({ name, input: JSON.parse(input) });
      this.running.set(name, input);
      return {};
    },
  } as Pick<SFNClient, 'send'>;

  get names(): string[] {
    return this.started.map(({ name }) => name);
  }
}

/** An answer of the service: the call was refused. */
export function refused(name: string, attempts = 1): Error {
  return Object.assign(new Error('refused'), { name, $metadata: { httpStatusCode: 400, attempts } });
}
