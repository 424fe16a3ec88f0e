import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { Connection } from '../../../local/websocket/connection';
import { newConnectionContext } from '../../helpers/web-sockets';

/** A socket that is open until it is closed. */
class StandInSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];
  readonly closes: [number, string][] = [];
  send = (text: string) => this.sent.push(text);
  close = (code: number, reason: string) => {
    this.readyState = 2;
    this.closes.push([code, reason]);
  };
}

let socket: StandInSocket;
let connection: Connection;
beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  socket = new StandInSocket();
  const limits = { idleSeconds: 10, durationSeconds: 60 };
  connection = new Connection(newConnectionContext(), socket as unknown as WebSocket, limits, Date.now);
});
afterEach(() => jest.useRealTimers());

it('ends when nothing is sent either way', () => {
  jest.advanceTimersByTime(9_999);
  expect(socket.closes).toEqual([]);
  jest.advanceTimersByTime(1);

  expect(socket.closes).toEqual([[1001, 'Going away']]);
});

it.each([
  ['is sent', () => connection.send('x')],
  ['sends', () => connection.touch()],
])('whoever %s something is not idle, but its time ends', (_title, act) => {
  for (let second = 0; second < 59; second += 1) {
    act();
    jest.advanceTimersByTime(1000);
  }
  expect(socket.closes).toEqual([]);
  jest.advanceTimersByTime(1000);

  expect(socket.closes).toEqual([[1001, 'Going away']]);
  expect(connection.lastActiveAt).toBe(58_000);
});

it('sends nothing to one who goes, and forgets its time when it has gone', () => {
  connection.close();
  connection.send('late');
  socket.emit('close');

  expect(socket.sent).toEqual([]);
  expect(socket.closes).toEqual([[1000, 'Connection Closed Normally']]);
  expect(jest.getTimerCount()).toBe(0);
});
