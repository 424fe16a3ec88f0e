import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import type { Execution } from './execution';
import type { StateMachine } from './state-machine';

/** Ended executions that are kept of an EXPRESS state machine; AWS keeps none of them, and STANDARD ones for 90 days. */
const KEPT = 1000;

/** Executions of one state machine: all that run, and those that ended; of EXPRESS ones the last. */
export class Executions {
  private readonly running = new Map<string, Execution>();
  /** Oldest first. */
  private readonly ended = new Map<string, Execution>();

  constructor(readonly machine: StateMachine) {}

  /**
   * Starts an execution. A STANDARD one that runs already under the same name with the same input is returned as it is.
   * @throws AwsError `ExecutionAlreadyExists`
   */
  start(name: string = randomUUID(), input = '{}'): Execution {
    const known = this.machine.settings.type === 'STANDARD' ? this.named(name) : undefined;
    if (known) {
      if (known.status === 'RUNNING' && known.input === input) {
        return known;
      }
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
    }
    const execution = this.machine.start(name, input);
    this.running.set(execution.arn, execution);
    void execution.ended.then(() => this.retire(execution));
    return execution;
  }

  find(arn: string): Execution | undefined {
    return this.running.get(arn) ?? this.ended.get(arn);
  }

  /** Newest first. */
  list(): Execution[] {
    return [...this.ended.values(), ...this.running.values()].sort((a, b) => b.startedAt - a.startedAt);
  }

  /** Ends every running execution. */
  async stop(): Promise<void> {
    const running = [...this.running.values()];
    for (const { abort } of running) {
      abort();
    }
    await Promise.all(running.map(({ ended }) => ended));
  }

  private named(name: string): Execution | undefined {
    return this.find(`${this.machine.arn.replace(':stateMachine:', ':execution:')}:${name}`);
  }

  private retire(execution: Execution): void {
    this.running.delete(execution.arn);
    this.ended.set(execution.arn, execution);
    if (this.machine.settings.type === 'STANDARD') return;
    for (const arn of this.ended.keys()) {
      if (this.ended.size <= KEPT) {
        break;
      }
      this.ended.delete(arn);
    }
  }
}
