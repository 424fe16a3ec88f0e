import { randomUUID } from 'node:crypto';
import { StateMachine as Engine } from 'aws-local-stepfunctions';
import { assumeRole } from '../core/assume-role';
import type { Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import { checkDefinition } from './check-definition';
import { type Definition, statesOf } from './definition';
import type { Execution } from './execution';
import { failureOf } from './failure';
import { INTEGRATIONS, LOCAL_TEMPLATE, type TaskContext } from './integrations';
import { Lifetime } from './lifetime';
import { normalizeDefinition } from './normalize-definition';
import { resourceName } from './resource-name';
import { fillTemplate } from './string-template';
import { TaskError } from './task-error';
import { ensureWithResolvers } from './with-resolvers';

/** A state machine as Terraform makes it. */
export interface StateMachineSettings {
  name: string;
  type: 'STANDARD' | 'EXPRESS';
  roleArn: string;
  /** JSON text in the Amazon States Language. */
  definition: string;
}

/** Longest execution of an EXPRESS workflow, seconds. Source: Step Functions quotas. */
const MAX_EXPRESS_SECONDS = 300;
/** Largest result of a task or execution, bytes. Source: Step Functions quotas. */
export const MAX_DATA_BYTES = 262_144;

type Json = Parameters<Engine['run']>[0];
type Task = (input: unknown, context: TaskContext) => Promise<unknown>;

/** One state machine: its definition, checked and made ready once, and how an execution of it runs. */
export class StateMachine {
  readonly createdAt: number;
  private readonly engine: Engine;
  private readonly tasks: [string, Task][];
  /** Seconds that an execution may take. */
  private readonly limitSeconds: number | undefined;

  /** @throws Error with every fault of the definition and its place */
  constructor(
    readonly settings: StateMachineSettings,
    readonly arn: string,
    readonly region: string,
    private readonly cloud: Cloud,
  ) {
    ensureWithResolvers();
    this.createdAt = cloud.now();
    const given: Definition = JSON.parse(settings.definition);
    const faults = checkDefinition(given);
    if (faults.length > 0) {
      throw new Error(`the definition of ${settings.name} is not served:\n${faults.join('\n')}`);
    }
    validate(settings.definition);
    this.limitSeconds = timeLimit(given, settings.type);
    const { TimeoutSeconds, ...definition } = normalizeDefinition(given);
    this.engine = new Engine(definition as never, { validationOptions: { noValidate: true } });
    this.tasks = tasksOf(definition);
  }

  /** Starts an execution. */
  start(name: string, input: string): Execution {
    const arn = this.executionArn(name);
    const lifetime = new Lifetime(this.limitSeconds);
    const { abort, result } = this.engine.run(JSON.parse(input) as Json, {
      context: {
        Execution: { Id: arn, Name: name, RoleArn: this.settings.roleArn },
        StateMachine: { Id: this.arn, Name: this.settings.name },
      } as never,
      overrides: { taskResourceLocalHandlers: this.handlers(arn, lifetime) },
    });
    const execution: Execution = {
      arn,
      name,
      stateMachineArn: this.arn,
      input,
      status: 'RUNNING',
      startedAt: this.cloud.now(),
      abort: () => lifetime.abort(),
      ended: Promise.resolve(),
    };
    execution.ended = this.follow(execution, lifetime.follow(result)).finally(abort);
    return execution;
  }

  /** Of an EXPRESS execution it is unique; a STANDARD one is known by its name. */
  private executionArn(name: string): string {
    return this.settings.type === 'STANDARD'
      ? `${this.arn.replace(':stateMachine:', ':execution:')}:${name}`
      : `${this.arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`;
  }

  private async follow(execution: Execution, result: Promise<unknown>): Promise<void> {
    try {
      const output = JSON.stringify(await result);
      if (Buffer.byteLength(output) > MAX_DATA_BYTES) {
        throw dataLimitExceeded('The execution');
      }
      Object.assign(execution, { status: 'SUCCEEDED', output });
    } catch (error) {
      Object.assign(execution, failureOf(error));
    }
    execution.stoppedAt = this.cloud.now();
  }

  private handlers(
    executionArn: string,
    lifetime: Lifetime,
  ): Record<string, (input: unknown) => Promise<Json>> {
    const context = { cloud: this.cloud, region: this.region, executionArn, stateMachineArn: this.arn };
    const run = async (task: Task, input: unknown) => {
      lifetime.check();
      const caller = await this.assumeRole();
      lifetime.check();
      return (await task(input, { ...context, caller })) as Json;
    };
    const handlers = this.tasks.map(([name, task]) => [
      name,
      (input: unknown) => lifetime.run(run(task, input)),
    ]);
    return Object.fromEntries(handlers);
  }

  /** @throws TaskError which no Retry or Catch may match: the trouble is not the task's */
  private async assumeRole(): Promise<Caller> {
    const { roleArn } = this.settings;
    try {
      return await assumeRole(this.cloud, {
        region: this.region,
        roleArn,
        service: 'states.amazonaws.com',
        sourceArn: this.arn,
      });
    } catch (error) {
      throw new TaskError('States.Runtime', (error as Error).message, false);
    }
  }
}

/** Definitions that were found valid in this process: the validator compiles its schemas anew for 0.1 s each time. */
const valid = new Set<string>();

/** @throws Error for a definition that is not in the Amazon States Language */
function validate(definition: string): void {
  if (!valid.has(definition)) {
    // Constructed for its validation alone, of a copy: the validator writes into what it is given.
    new Engine(JSON.parse(definition));
    valid.add(definition);
  }
}

function tasksOf(definition: Definition): [string, Task][] {
  const tasks = [...statesOf(definition)].filter(({ state }) => state.Type === 'Task');
  return tasks.map(({ name, state: { Resource, template } }) => {
    if (Resource === LOCAL_TEMPLATE) {
      return [name, async (input) => fillTemplate(template, input)];
    }
    const integration = INTEGRATIONS[resourceName(Resource)]!;
    return [name, async (input, context) => limited(name, await integration.run(input, context))];
  });
}

function limited(state: string, result: unknown): unknown {
  if (Buffer.byteLength(JSON.stringify(result) ?? '') > MAX_DATA_BYTES) {
    throw dataLimitExceeded(`The state/task '${state}'`);
  }
  return result;
}

function dataLimitExceeded(what: string): TaskError {
  const cause = `${what} returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new TaskError('States.DataLimitExceeded', cause, false);
}

function timeLimit({ TimeoutSeconds }: Definition, type: StateMachineSettings['type']): number | undefined {
  return type === 'EXPRESS'
    ? Math.min(TimeoutSeconds ?? MAX_EXPRESS_SECONDS, MAX_EXPRESS_SECONDS)
    : TimeoutSeconds;
}
