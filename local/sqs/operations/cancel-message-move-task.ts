import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { sourceArnOf } from '../move-tasks';
import type { SqsService } from '../service';

interface Input {
  TaskHandle: string;
}

interface Output {
  ApproximateNumberOfMessagesMoved: number;
}

export const cancelMessageMoveTask: JsonOperation<SqsService, Input, Output> = {
  action: 'sqs:CancelMessageMoveTask',
  resource: ({ TaskHandle }) => sourceArnOf(TaskHandle),
  run: ({ TaskHandle }, sqs) => {
    if (!sqs.queueOf(sourceArnOf(TaskHandle))) {
      const message = "The resource that you specified for the SourceArn parameter doesn't exist.";
      throw new AwsError('ResourceNotFoundException', message, 404);
    }
    const task = sqs.moveTasks.find(TaskHandle);
    task.cancel();
    return { ApproximateNumberOfMessagesMoved: task.messagesMoved };
  },
};
