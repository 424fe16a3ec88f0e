import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { CommandError, ExitCode } from '../exit-code';
import { counted } from './counted';
import { follow } from './follow';
import type { Surroundings } from './operation';
import type { Queue } from './queue';

/** A message move task, as SQS lists it. */
export type MoveTask = ListMessageMoveTasksResultEntry;

/** What a move task moves. */
export interface Move {
  /** The queue that is emptied, and a client for it. */
  queue: Queue;
  sourceArn: string;
  destinationArn: string;
  /** Messages a second at most, 1–500. Default: as many as SQS can. */
  rate?: number;
}

/** Tasks that SQS lists at most (SQS API reference, ListMessageMoveTasks). */
const MAX_TASKS = 10;

/** The task that empties a queue at present; SQS allows one. */
export async function runningTask({ queue, sourceArn }: Pick<Move, 'queue' | 'sourceArn'>) {
  const tasks = await listTasks(queue, sourceArn);
  return tasks.find(({ Status }) => Status === 'RUNNING' || Status === 'CANCELLING');
}

/**
 * Starts a move task and follows it, or the one that somebody else has started in the meantime.
 * @throws CommandError when it does not complete
 */
export async function move(move: Move, surroundings: Surroundings): Promise<MoveTask> {
  const { queue, sourceArn, destinationArn, rate } = move;
  const earlier = await listTasks(queue, sourceArn);
  try {
    await queue.sqs.send(
      new StartMessageMoveTaskCommand({
        SourceArn: sourceArn,
        DestinationArn: destinationArn,
        MaxNumberOfMessagesPerSecond: rate,
      }),
    );
  } catch (error) {
    // SQS has no error code of its own for "one is running".
    const running = await runningTask(move);
    if (!running) throw error;
    return followTask(move, running, surroundings);
  }
  const isNew = (task: MoveTask) => earlier.every((other) => !isSame(other, task));
  return followUntilEnd(move, isNew, surroundings);
}

/** Follows a task to its end. @throws CommandError when it does not complete */
export function followTask(
  move: Pick<Move, 'queue' | 'sourceArn'>,
  task: MoveTask,
  surroundings: Surroundings,
) {
  return followUntilEnd(move, (other) => isSame(other, task), surroundings);
}

/** SQS shows the handle of a task only while it runs: what is left is when it began. */
const isSame = (one: MoveTask, other: MoveTask) => one.StartedTimestamp === other.StartedTimestamp;

async function followUntilEnd(
  { queue, sourceArn }: Pick<Move, 'queue' | 'sourceArn'>,
  isOurs: (task: MoveTask) => boolean,
  { output, clock }: Surroundings,
): Promise<MoveTask> {
  let told = '';
  const ended = await follow({
    clock,
    goesOn: 'the move task goes on by itself: run the command again to follow it',
    ask: async () => {
      const task = (await listTasks(queue, sourceArn)).find(isOurs);
      if (task && told !== progress(task)) output.note(`moved ${progress(task)}`);
      told = task ? progress(task) : told;
      return task && !['RUNNING', 'CANCELLING'].includes(task.Status ?? '') ? task : undefined;
    },
  });
  if (ended.Status === 'COMPLETED') return ended;
  throw new CommandError(
    ExitCode.Failed,
    `the move task ended ${ended.Status} after ${progress(ended)}: ${ended.FailureReason ?? 'SQS names no reason'}`,
  );
}

function progress({
  ApproximateNumberOfMessagesMoved = 0,
  ApproximateNumberOfMessagesToMove,
}: MoveTask): string {
  const all = ApproximateNumberOfMessagesToMove;
  return all === undefined
    ? counted(ApproximateNumberOfMessagesMoved, 'message')
    : `${ApproximateNumberOfMessagesMoved} of about ${counted(all, 'message')}`;
}

async function listTasks({ sqs }: Queue, sourceArn: string): Promise<MoveTask[]> {
  const { Results = [] } = await sqs.send(
    new ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: MAX_TASKS }),
  );
  return Results;
}
