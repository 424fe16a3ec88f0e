import { AwsError } from '../core/aws-error';
import { MoveTask, type MoveTaskProps } from './move-task';
import { invalidParameter } from './queue-lookup';

/** Finished tasks that ListMessageMoveTasks can show at most. Source: SQS API reference. */
const KEPT_PER_QUEUE = 10;

/** Message move tasks by the ARN of the queue they empty, newest first. */
export class MoveTasks {
  private readonly tasks = new Map<string, MoveTask[]>();

  /** @throws AwsError when one is running for that queue already */
  start(props: MoveTaskProps): MoveTask {
    const earlier = this.of(props.source.arn);
    if (earlier.some(({ status }) => status === 'RUNNING')) {
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task = new MoveTask(props);
    this.tasks.set(props.source.arn, [task, ...earlier].slice(0, KEPT_PER_QUEUE));
    task.start();
    return task;
  }

  of(sourceArn: string): MoveTask[] {
    return this.tasks.get(sourceArn) ?? [];
  }

  /** The running task with that handle. @throws AwsError when there is none */
  find(handle: string): MoveTask {
    const task = this.of(sourceArnOf(handle)).find((candidate) => candidate.handle === handle);
    if (task?.status !== 'RUNNING') {
      throw new AwsError('ResourceNotFoundException', 'Task does not exist.', 404);
    }
    return task;
  }

  stop(): void {
    for (const task of [...this.tasks.values()].flat()) {
      task.cancel();
    }
  }
}

/** The queue that a task handle speaks of. @throws AwsError for what is no handle */
export function sourceArnOf(handle: string): string {
  try {
    const { sourceArn } = JSON.parse(Buffer.from(handle ?? '', 'base64').toString('utf8'));
    if (typeof sourceArn === 'string') {
      return sourceArn;
    }
  } catch {
    // Not JSON: no handle of ours, like one without a source.
  }
  throw invalidParameter('Value for parameter TaskHandle is invalid.');
}
