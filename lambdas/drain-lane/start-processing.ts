import {
  type SFNClient,
  StartSyncExecutionCommand,
  type StartSyncExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { ProcessingInput, ProcessingOutcome } from '../../contracts/processing';
import { describeError, InfrastructureError } from '../shared/infrastructure-error';

/** Runs one processing execution to its end, or until so many milliseconds are over. */
export type StartProcessing = (capture: ProcessingInput, timeoutMs: number) => Promise<ProcessingOutcome>;

/** Nobody knows whether the execution runs: its message comes back when the lease would be over. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

export interface Workflow {
  /** Makes one attempt per call, and waits longer than an execution may take. */
  client: Pick<SFNClient, 'send'>;
  processingArn: string;
}

const OUTCOMES: ProcessingOutcome['outcome'][] = ['TERMINAL', 'IN_FLIGHT', 'EXHAUSTED', 'RETRY', 'LOST'];

/** No connection, so no execution (Node.js error codes). */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/**
 * A starter of the processing workflow. It answers with the execution's outcome.
 * @throws InfrastructureError when the execution did not start or ended in trouble of ours
 * @throws UnknownOutcomeError when it may be running
 */
export function workflowStarter({ client, processingArn }: Workflow): StartProcessing {
  return async (capture, timeoutMs) => {
    let execution: StartSyncExecutionCommandOutput;
    try {
      execution = await client.send(
        new StartSyncExecutionCommand({ stateMachineArn: processingArn, input: JSON.stringify(capture) }),
        { requestTimeout: timeoutMs },
      );
    } catch (cause) {
      const message = `StartSyncExecution: ${describeError(cause)}`;
      throw didNotStart(cause)
        ? new InfrastructureError(message, { cause })
        : new UnknownOutcomeError(message, { cause });
    }
    if (execution.status !== 'SUCCEEDED') {
      throw new InfrastructureError(
        `execution ${execution.status}: ${innerError(execution) ?? 'no error was named'}`,
      );
    }
    return parseOutcome(execution.output);
  };
}

/** The service answered, or there was nobody to ask. */
function didNotStart(thrown: unknown): boolean {
  const { $metadata, code } = thrown as { $metadata?: { httpStatusCode?: number }; code?: string };
  return $metadata?.httpStatusCode !== undefined || (code !== undefined && NEVER_SENT.includes(code));
}

/**
 * The name of the error behind a failed execution: the workflow's cause is the error that Step Functions caught, as JSON.
 * Never its message, which may quote the payload.
 */
function innerError({ error, cause = '' }: StartSyncExecutionCommandOutput): string | undefined {
  try {
    const caught = JSON.parse(cause) as { Error?: unknown } | null;
    if (typeof caught?.Error === 'string') return caught.Error;
  } catch {
    // A cause that Step Functions wrote itself is plain text.
  }
  return error;
}

function parseOutcome(output: string | undefined): ProcessingOutcome {
  const outcome = JSON.parse(output ?? 'null') as ProcessingOutcome | null;
  if (outcome && OUTCOMES.includes(outcome.outcome)) return outcome;
  throw new InfrastructureError('the execution ended without an outcome');
}
