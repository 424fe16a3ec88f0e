import type { IncomingHttpHeaders } from 'node:http';

/** A request on its way to the emulator. */
export interface Request {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer on its way to the client. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * One place where the emulator falls short of AWS in a way that keeps the provider from working, and what the
 * forwarder does about it. Of the three members a mend has those that it needs; each answers undefined when the
 * exchange is none of its business.
 */
export interface Mend {
  name: string;
  /** What the emulator does wrong, and why it is right to mend it. */
  reason: string;
  /** Answers in the emulator's place. */
  answer?(request: Request): Reply | undefined;
  /** A body to send in place of the request's. */
  completeRequest?(request: Request): Buffer | undefined;
  /** A body to send in place of the reply's. */
  completeReply?(request: Request, reply: Reply): Buffer | undefined;
}

/** The operation of a call in one of AWS's JSON protocols, such as `AmazonSQS.SetQueueAttributes`. */
export function operationOf({ headers }: Request): string | undefined {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target : undefined;
}

/** The region that a request was signed for. */
export function regionOf({ headers }: Request): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
}

/** A body as JSON. */
export function json<T>({ body }: { body: Buffer }): T {
  return JSON.parse(body.toString() || '{}') as T;
}

/** A body made of JSON. */
export function jsonBody(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A successful answer in AWS's JSON protocol. */
export function answered(value: unknown): Reply {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: jsonBody(value) };
}
