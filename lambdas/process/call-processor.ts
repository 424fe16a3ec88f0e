import type { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { PROCESSOR_ERROR } from '../../contracts/errors';
import type { ProcessResult } from '../../contracts/processing';
import type { Capture, Processor } from '../../contracts/processor';
import { MAX_RESULT_BYTES } from '../../contracts/record';
import { describeError, InfrastructureError, isNamed } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import { recordedError } from '../shared/recorded-error';
import { guardBody } from './guard-body';

/** How processing ended, without its times. */
export type Conclusion = WithoutTimes<ProcessResult>;
type WithoutTimes<T> = T extends unknown ? Omit<T, 'completedAt' | 'receivedAt'> : never;

export interface ProcessorDependencies {
  processors: Record<string, Processor>;
  log: Log;
  /** Aborted when the function has just time left to answer. */
  ending: AbortSignal;
}

/** The user's code threw; counts as an attempt. The message is `<name>: <message>` of what it threw. */
export class ProcessorError extends Error {
  override readonly name = PROCESSOR_ERROR;
}

/**
 * Calls the user's code for the capture's channel.
 * @throws ProcessorError when it throws, or answers what no JSON can hold
 * @throws InfrastructureError when the payload's stream broke under it, whatever it made of that
 */
export async function callProcessor(
  capture: Omit<Capture, 'body'>,
  source: Readable,
  { processors, log, ending }: ProcessorDependencies,
): Promise<Conclusion> {
  if (!Object.hasOwn(processors, capture.channel)) {
    throw new ProcessorError(`NoProcessor: there is no processor for channel ${capture.channel}`);
  }
  const body = guardBody(source, capture.size, { ending });
  log.info('processor called', { id: capture.id, attempt: capture.attempt });
  try {
    const result = await processors[capture.channel]!({ ...capture, body: body.stream });
    refuseBrokenBody(body.trouble());
    return completed(result);
  } catch (thrown) {
    refuseBrokenBody(body.trouble());
    // By name: the processor's bundle may bring its own copy of the class.
    if (isNamed(thrown, 'RejectedError')) {
      return { status: 'REJECTED', error: recordedError('RejectedError', (thrown as Error).message) };
    }
    const message = thrown instanceof Error ? describeError(thrown) : `Error: ${inspect(thrown)}`;
    // Cut here already: Step Functions cuts a cause at 32,768 characters, and cut JSON does not parse.
    throw new ProcessorError(recordedError(PROCESSOR_ERROR, message).message, { cause: thrown });
  } finally {
    body.close();
  }
}

function refuseBrokenBody(cause: Error | undefined): void {
  if (cause) throw new InfrastructureError(`the payload's stream broke: ${describeError(cause)}`, { cause });
}

/** The result as JSON text, when a record can hold it. No result is `null`. */
function completed(result: unknown): Conclusion {
  const json = JSON.stringify(result) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_RESULT_BYTES) return { status: 'COMPLETED', result: json };
  return {
    status: 'REJECTED',
    error: recordedError(
      'ResultTooLarge',
      `the result has ${bytes} bytes of JSON, allowed are ${MAX_RESULT_BYTES}`,
    ),
  };
}
