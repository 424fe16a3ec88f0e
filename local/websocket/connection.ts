import type { WebSocket } from 'ws';
import type { ConnectionContext } from './context';
import type { ConnectionLimits } from './limits';

/** Close codes (RFC 6455, 7.4.1). */
const NORMAL = 1000;
const GOING_AWAY = 1001;

/** One open connection. */
export class Connection {
  /** Epoch ms of the latest message either way. */
  lastActiveAt: number;
  private idle?: NodeJS.Timeout;

  constructor(
    readonly context: ConnectionContext,
    private readonly socket: WebSocket,
    private readonly limits: ConnectionLimits,
    private readonly now: () => number,
  ) {
    this.lastActiveAt = now();
    const duration = setTimeout(() => this.goAway(), limits.durationSeconds * 1000);
    this.touch();
    socket.once('close', () => {
      clearTimeout(duration);
      clearTimeout(this.idle);
    });
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Something was sent or received: the idle time begins anew. */
  touch(): void {
    this.lastActiveAt = this.now();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.goAway(), this.limits.idleSeconds * 1000);
  }

  /** Sends a text; to one who has gone, nothing. */
  send(text: string): void {
    if (!this.open) return;
    this.touch();
    this.socket.send(text);
  }

  /** Closes it in order. */
  close(): void {
    this.socket.close(NORMAL, 'Connection Closed Normally');
  }

  /** Ends it without a word, as an outage does. */
  cut(): void {
    this.socket.terminate();
  }

  /** What API Gateway says when it ends a connection for its time. */
  private goAway(): void {
    this.socket.close(GOING_AWAY, 'Going away');
  }
}
