import {
  type SFNClient,
  StartSyncExecutionCommand,
  type StartSyncExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Held, ProcessingInput, ProcessingOutcome } from '../../contracts/processing';
import { InfrastructureError } from '../shared/infrastructure-error';
import { startTrouble } from '../shared/start-trouble';

/** Has a capture processed: to its end, or until so many milliseconds are over; HELD when that goes on without the lane. */
export type StartProcessing = (
  capture: ProcessingInput,
  timeoutMs: number,
) => Promise<ProcessingOutcome | Held>;

export interface Workflow {
  /** Makes one attempt per call, and waits longer than an execution may take. */
  client: Pick<SFNClient, 'send'>;
  processingArn: string;
}

const OUTCOMES: ProcessingOutcome['outcome'][] = ['TERMINAL', 'IN_FLIGHT', 'EXHAUSTED', 'RETRY', 'LOST'];

/**
 * A starter of the EXPRESS workflow. It answers with the execution's outcome.
 * @throws InfrastructureError when the execution did not start or ended in trouble of ours
 * @throws UnknownOutcomeError when it may be running
 */
export function workflowStarter({ client, processingArn }: Workflow) {
  return async (capture: ProcessingInput, timeoutMs: number): Promise<ProcessingOutcome> => {
    let execution: StartSyncExecutionCommandOutput;
    try {
      execution = await client.send(
        new StartSyncExecutionCommand({ stateMachineArn: processingArn, input: JSON.stringify(capture) }),
        { requestTimeout: timeoutMs },
      );
    } catch (cause) {
      throw startTrouble('StartSyncExecution', cause);
    }
    if (execution.status !== 'SUCCEEDED') {
      throw new InfrastructureError(
        `execution ${execution.status}: ${innerError(execution) ?? 'no error was named'}`,
      );
    }
    return parseOutcome(execution.output);
  };
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
