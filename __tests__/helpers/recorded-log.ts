import type { Log } from '../../lambdas/shared/logger';

interface Line {
  message: string;
  [key: string]: unknown;
}

/** A log that keeps its lines. */
export class RecordedLog implements Log {
  readonly lines: Line[] = [];

  readonly info: Log['info'] = (message, ...extra) => this.#keep(message, extra);
  readonly warn: Log['warn'] = (message, ...extra) => this.#keep(message, extra);
  readonly error: Log['error'] = (message, ...extra) => this.#keep(message, extra);

  withMessage(message: string): Line[] {
    return this.lines.filter((line) => line.message === message);
  }

  #keep(message: unknown, extra: unknown[]): void {
    this.lines.push({ ...Object.assign({}, ...extra), message: String(message) });
  }
}
