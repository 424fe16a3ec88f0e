import { parseCaptureId, workflowTypeOf } from '../../../contracts/capture';
import { processingStateMachineName } from '../../../contracts/naming';
import type { ProcessingInput, ProcessingOutcome } from '../../../contracts/processing';
import { type Deployment, eventually } from '../../e2e/helpers/deployment';

/** A processing execution that has ended or is running. */
export interface ProcessingExecution {
  /** Its id, by which it claims. */
  claim: string;
  status: string;
  /** Of one that SUCCEEDED. */
  outcome?: ProcessingOutcome['outcome'];
  /** Of one that FAILED. */
  error?: string;
}

/** Every processing execution of a capture, in the order of their starts. */
export function executionsOf({ cloud }: Deployment, id: string): ProcessingExecution[] {
  const { states } = cloud.services;
  const name = processingStateMachineName('e2e', workflowTypeOf(parseCaptureId(id).channel));
  const machine = states.machinesIn('eu-west-1').find(({ settings }) => settings.name === name);
  const executions = states.executionsOf(machine?.arn ?? '')?.list() ?? [];
  return executions
    .filter(({ input }) => (JSON.parse(input) as ProcessingInput).id === id)
    .reverse()
    .map(({ arn, status, output, error }) => ({
      claim: arn,
      status,
      ...(output !== undefined && { outcome: (JSON.parse(output) as ProcessingOutcome).outcome }),
      ...(error !== undefined && { error }),
    }));
}

/** The executions of a capture once `done` says so. Bounded to 20 s. */
export function executionsWhen(
  deployment: Deployment,
  id: string,
  done: (executions: ProcessingExecution[]) => boolean,
): Promise<ProcessingExecution[]> {
  return eventually(`executions of ${id}`, async () => {
    const executions = executionsOf(deployment, id);
    return done(executions) ? executions : undefined;
  });
}

/** What became of each: the outcome, or the error of one that FAILED, or the status. */
export const endingsOf = (executions: ProcessingExecution[]) =>
  executions.map(({ status, outcome, error }) => outcome ?? (status === 'FAILED' ? error : status));
