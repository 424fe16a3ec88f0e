import type { HttpRequest } from '../front-door/server';
import { GatewayError } from './gateway-error';

/** Payload quota of a REST API, bytes (API Gateway Developer Guide, "Quotas for REST APIs": 10 MB, fixed). */
export const MAX_PAYLOAD_BYTES = 10_485_760;

/** Quota of request line and header values together, bytes (same place, fixed). */
export const MAX_HEADER_BYTES = 10_240;

/** @throws GatewayError REQUEST_TOO_LARGE (413) for headers or an announced length beyond the quotas */
export function checkAnnounced(request: HttpRequest): void {
  if (Number(request.headers['content-length'] ?? 0) > MAX_PAYLOAD_BYTES)
    throw new GatewayError('REQUEST_TOO_LARGE');
  let size = request.path.length;
  for (const name in request.headers) size += request.headers[name]?.length ?? 0;
  if (size > MAX_HEADER_BYTES) {
    throw new GatewayError('REQUEST_TOO_LARGE', `HTTP header is larger than ${MAX_HEADER_BYTES} bytes.`);
  }
}

/**
 * The whole body, also of one whose length was not announced. What is beyond the quota is read and thrown away, so that
 * the client, still sending, gets its answer.
 * @throws GatewayError REQUEST_TOO_LARGE (413)
 */
export function readPayload({ body }: HttpRequest): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return Promise.resolve(body);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_PAYLOAD_BYTES) {
        chunks.push(chunk);
        return;
      }
      body.removeListener('data', collect);
      body.resume();
      reject(new GatewayError('REQUEST_TOO_LARGE'));
    };
    body.on('data', collect);
    body.once('end', () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)),
    );
    body.once('error', reject);
    body.once('close', () => reject(new Error('the client went away')));
  });
}
