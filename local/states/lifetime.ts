import { ExecutionAbortedError, ExecutionTimeoutError } from 'aws-local-stepfunctions';
import { runAfter } from '../core/long-timer';
import { TaskError } from './task-error';

/**
 * How long an execution may act: until it has settled, is aborted or runs out of time. The engine itself goes on behind
 * an end: its waits return at once and its retries follow without a pause, so tasks are refused from then on.
 */
export class Lifetime {
  private over = false;
  private end: (error: Error) => void = () => {};
  private readonly ended: Promise<never>;
  private readonly cancelLimit: () => void;

  /** @param limitSeconds time of the whole execution; undefined for no limit */
  constructor(limitSeconds: number | undefined) {
    this.ended = new Promise<never>((_, reject) => {
      this.end = reject;
    });
    // An execution that settles by itself leaves nobody waiting for it.
    this.ended.catch(() => {});
    this.cancelLimit =
      limitSeconds === undefined
        ? () => {}
        : runAfter(limitSeconds * 1000, () => this.finish(new ExecutionTimeoutError()));
  }

  /** Ends the execution as ABORTED. */
  abort(): void {
    this.finish(new ExecutionAbortedError());
  }

  /**
   * The result of an execution.
   * @throws ExecutionAbortedError, ExecutionTimeoutError, or what the execution itself fails with
   */
  async follow<T>(result: Promise<T>): Promise<T> {
    try {
      return await Promise.race([result, this.ended]);
    } finally {
      this.finish(ended());
    }
  }

  /** Does a task's work, as long as the execution lasts. @throws TaskError which no Retry or Catch may match */
  async run<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.ended]).catch((error) => {
      throw this.over ? ended() : error;
    });
  }

  /** @throws TaskError which no Retry or Catch may match, when the execution is over */
  check(): void {
    if (this.over) throw ended();
  }

  private finish(error: Error): void {
    this.over = true;
    this.cancelLimit();
    this.end(error);
  }
}

function ended(): TaskError {
  return new TaskError('States.Runtime', 'The execution has ended.', false);
}
