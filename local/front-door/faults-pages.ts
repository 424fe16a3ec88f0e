import type { AwsResponse } from '../core/call';
import { FaultError } from '../faults/fault-error';
import type { Faults } from '../faults/faults';
import { readBody } from '../protocol/read-body';
import { refusal } from './respond';
import type { HttpRequest } from './server';

/** What the pages work on. */
export interface FaultsView {
  faults: Pick<Faults, 'add' | 'list' | 'remove' | 'clear'>;
}

/** Largest list of faults, bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** `GET faults`: those in force. */
export function listFaults({ faults }: FaultsView): AwsResponse {
  return json(200, faults.list());
}

/**
 * `POST faults`: puts one fault or a list in force, all or none. 201 with what came of them, 400 with what is wrong.
 * JSON must be announced: a page of another site cannot do that without being asked first.
 */
export async function addFaults({ faults }: FaultsView, request: HttpRequest): Promise<AwsResponse> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    const received = type === undefined ? 'none' : JSON.stringify(type);
    return refusal(
      415,
      'UnsupportedMediaType',
      `content-type: received ${received}, allowed is application/json`,
    );
  }
  try {
    const given: unknown = parse((await readBody(request.body, MAX_BODY_BYTES)).toString('utf8'));
    const added = await faults.add(...((Array.isArray(given) ? given : [given]) as never[]));
    return json(201, Array.isArray(given) ? added : added[0]);
  } catch (error) {
    if (error instanceof FaultError) return json(400, { message: error.message, errors: error.lines });
    throw error;
  }
}

/** `DELETE faults`: ends all. */
export async function clearFaults({ faults }: FaultsView): Promise<AwsResponse> {
  await faults.clear();
  return { status: 204, headers: {}, body: '' };
}

/** `DELETE faults/<id>`: ends one. 404 when there is none. */
export async function removeFault({ faults }: FaultsView, id: string): Promise<AwsResponse> {
  if (await faults.remove(id)) return { status: 204, headers: {}, body: '' };
  return refusal(404, 'NotFound', `There is no fault ${JSON.stringify(id)}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FaultError(['the body is not JSON']);
  }
}

function json(status: number, body: unknown): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}
