import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Upgrade } from '../front-door/server';
import { frameSizes } from './frame-sizes';
import { MAX_FRAME_BYTES, MAX_MESSAGE_BYTES } from './limits';

/** Close codes (RFC 6455, 7.4.1). */
const UNSUPPORTED_DATA = 1003;
const MESSAGE_TOO_BIG = 1009;

const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

/**
 * Completes the handshake. A message or frame that is too large closes the connection with 1009, a binary one with 1003.
 * @param onOpen called once; returns what is called with every text
 */
export function accept(
  { request, socket, head }: Upgrade,
  onOpen: (webSocket: WebSocket) => (text: string) => void,
): void {
  server.handleUpgrade(request, socket, head, (webSocket) => {
    let refused = false;
    const refuse = (code: number, reason: string) => {
      refused = true;
      webSocket.close(code, reason);
    };
    const watch = frameSizes((bytes) => {
      if (bytes > MAX_FRAME_BYTES && !refused) refuse(MESSAGE_TOO_BIG, 'Frame size is too large');
    });
    // Before the library sees it; what came with the head comes here again.
    socket.prependListener('data', watch);
    // The library closes with the code of what is wrong; there is nobody else to tell.
    webSocket.on('error', () => {});
    const onText = onOpen(webSocket);
    webSocket.on('message', (data, isBinary) => {
      if (refused) return;
      if (isBinary) refuse(UNSUPPORTED_DATA, 'Binary is not supported');
      else onText(String(data));
    });
  });
}

/** Refuses the handshake with an HTTP answer. */
export function refuseUpgrade(socket: Duplex, status: number, body: string): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
