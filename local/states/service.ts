import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { Executions } from './executions';
import { describeExecution } from './operations/describe-execution';
import { describeStateMachine } from './operations/describe-state-machine';
import { listExecutions } from './operations/list-executions';
import { listStateMachines } from './operations/list-state-machines';
import { startExecution } from './operations/start-execution';
import { startSyncExecution } from './operations/start-sync-execution';
import { stopExecution } from './operations/stop-execution';
import { StateMachine, type StateMachineSettings } from './state-machine';

const OPERATIONS: JsonOperations<StatesService> = {
  DescribeExecution: describeExecution,
  DescribeStateMachine: describeStateMachine,
  ListExecutions: listExecutions,
  ListStateMachines: listStateMachines,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
};

/** AWS Step Functions in all regions. State machines come from Terraform only: CreateStateMachine is not served. */
export class StatesService implements AwsService {
  private readonly machines = new Map<string, Executions>();

  constructor(private readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    return serveJson({ service: 'states', operations: OPERATIONS, gate, state: this }, request);
  }

  /** @throws Error for a definition that is invalid or not served, or a name that is taken */
  createStateMachine(region: string, settings: StateMachineSettings): StateMachine {
    const { partition, accountId } = this.cloud;
    const arn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${settings.name}`;
    if (this.machines.has(arn)) {
      throw new Error(`the state machine ${arn} exists already`);
    }
    const machine = new StateMachine(settings, arn, region, this.cloud);
    this.machines.set(arn, new Executions(machine));
    return machine;
  }

  executionsOf(stateMachineArn: string): Executions | undefined {
    return this.machines.get(stateMachineArn);
  }

  machinesIn(region: string): StateMachine[] {
    return [...this.machines.values()]
      .map(({ machine }) => machine)
      .filter((machine) => machine.region === region);
  }

  /** Epoch ms. */
  now(): number {
    return this.cloud.now();
  }

  /** Ends every running execution of state machines that are away; none does anything further. */
  async abortExecutions(isAway: (stateMachineArn: string) => boolean): Promise<void> {
    const away = [...this.machines.values()].filter(({ machine }) => isAway(machine.arn));
    await Promise.all(away.map((executions) => executions.stop()));
  }

  /** Ends every running execution. */
  async stop(): Promise<void> {
    await this.abortExecutions(() => true);
  }
}
