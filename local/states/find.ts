import { AwsError } from '../core/aws-error';
import type { OperationContext } from '../protocol/json-operation';
import type { Execution } from './execution';
import type { Executions } from './executions';
import type { StatesService } from './service';

/** The executions of a state machine. @throws AwsError `InvalidArn`, `StateMachineDoesNotExist` */
export function findMachine(arn: string, states: StatesService, { region }: OperationContext): Executions {
  checkArn(arn);
  const executions = arn.split(':')[3] === region ? states.executionsOf(arn) : undefined;
  if (!executions) {
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
  return executions;
}

/** @throws AwsError `InvalidArn`, `ExecutionDoesNotExist` */
export function findExecution(arn: string, states: StatesService): Execution {
  checkArn(arn);
  const [, partition, , region, account, , machine] = arn.split(':');
  const machineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`;
  const execution = states.executionsOf(machineArn)?.find(arn);
  if (!execution) {
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
  return execution;
}

function checkArn(arn: string): void {
  if (!/^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:(stateMachine|execution|express):.+$/.test(arn ?? '')) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
  }
}
