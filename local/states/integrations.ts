import type { Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import { dynamodbTask } from './integrations/dynamodb';
import { eventsPutEvents } from './integrations/events-put-events';
import { lambdaInvoke } from './integrations/lambda-invoke';

/** On whose behalf a task runs. */
export interface TaskContext {
  cloud: Cloud;
  region: string;
  /** The state machine's role, assumed. */
  caller: Caller;
  executionArn: string;
  stateMachineArn: string;
}

/** One AWS integration that Task states may name. */
export interface Integration {
  /** Parameters that have an effect here. @default all, for they go to the service as they are */
  parameters?: string[];
  /** @throws TaskError */
  run(parameters: unknown, context: TaskContext): Promise<unknown>;
}

/** By what follows `arn:…:states:::`. */
export const INTEGRATIONS: Record<string, Integration> = {
  'lambda:invoke': lambdaInvoke,
  'dynamodb:getItem': dynamodbTask('GetItem'),
  'dynamodb:putItem': dynamodbTask('PutItem'),
  'dynamodb:updateItem': dynamodbTask('UpdateItem'),
  'dynamodb:deleteItem': dynamodbTask('DeleteItem'),
  'events:putEvents': eventsPutEvents,
};

/** Resource of the tasks that stand for Pass states with text functions. */
export const LOCAL_TEMPLATE = 'local:template';
