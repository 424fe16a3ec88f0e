import type { APIGatewayProxyEvent } from 'aws-lambda';
import { MAX_UPLOAD_BYTES } from '../../contracts/uploads';
import { findHeader } from '../shared/find-header';

/** What a client wants to upload. */
export interface UploadOrder {
  /** Bytes. */
  size: number;
  /** SHA-256 of the object, 32 bytes. */
  sha256: Buffer;
  contentType: string;
  idempotencyKey?: string;
}

/** Raised for an order that cannot be followed; the message names the member, the value and what is allowed. */
export class MalformedOrderError extends Error {
  override readonly name = 'MalformedOrder';
}

/** What a header of a request to S3 can carry. */
const HEADER_VALUE = /^[\x20-\x7e]{1,256}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/i;
const MEMBERS = ['size', 'sha256', 'contentType'];
const DEFAULT_TYPE = 'application/octet-stream';

/** Reads what stands in the body and in `Idempotency-Key`. @throws MalformedOrderError */
export function readOrder(
  event: Pick<APIGatewayProxyEvent, 'headers' | 'body' | 'isBase64Encoded'>,
): UploadOrder {
  const order = parse(event);
  const unknown = Object.keys(order).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw fault(unknown, order[unknown], `only ${MEMBERS.join(', ')}`);
  const { size, sha256, contentType = DEFAULT_TYPE } = order;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > MAX_UPLOAD_BYTES) {
    throw fault('size', size, `a whole number of bytes from 0 to ${MAX_UPLOAD_BYTES}`);
  }
  if (typeof sha256 !== 'string' || !SHA256_HEX.test(sha256)) {
    throw fault('sha256', sha256, '64 hexadecimal digits');
  }
  if (!isHeader(contentType)) throw fault('contentType', contentType, '1 to 256 printable ASCII characters');
  const idempotencyKey = findHeader(event.headers, 'Idempotency-Key');
  if (idempotencyKey !== undefined && !isHeader(idempotencyKey)) {
    throw fault('Idempotency-Key', idempotencyKey, '1 to 256 printable ASCII characters');
  }
  return { size, sha256: Buffer.from(sha256, 'hex'), contentType, idempotencyKey };
}

function parse({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>) {
  const text = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
  let order: unknown;
  try {
    order = JSON.parse(text);
  } catch {
    throw new MalformedOrderError('the body is not JSON');
  }
  if (typeof order !== 'object' || order === null || Array.isArray(order)) {
    throw new MalformedOrderError('the body is no JSON object');
  }
  return order as Record<string, unknown>;
}

/** Spaces at the ends would not be signed as they are sent. */
function isHeader(value: unknown): value is string {
  return typeof value === 'string' && HEADER_VALUE.test(value) && value.trim() === value;
}

function fault(member: string, received: unknown, allowed: string): MalformedOrderError {
  const shown = (JSON.stringify(received) ?? 'nothing').slice(0, 100);
  return new MalformedOrderError(`${member}: received ${shown}, allowed is ${allowed}`);
}
