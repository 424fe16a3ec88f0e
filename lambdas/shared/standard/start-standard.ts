import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ClaimResult, Held, ProcessingInput } from '../../../contracts/processing';
import type { CaptureRecord } from '../../../contracts/record';
import { claimCapture } from '../claim/claim-capture';
import { type ReleaseDependencies, releaseClaim } from '../claim/release-claim';
import type { ClaimDependencies } from '../claim/take-claim';
import { InfrastructureError, isNamed } from '../infrastructure-error';
import { readRecord } from '../read-record';
import { startTrouble } from '../start-trouble';
import { executionArn, executionName, executionNameOf } from './execution-name';

/** What starting executions of the STANDARD workflow works with. */
export interface StandardDependencies extends ClaimDependencies, ReleaseDependencies {
  client: Pick<SFNClient, 'send'>;
  stateMachineArn: string;
}

/** HELD, or why there is nothing to start. */
export type StandardOutcome = Held | Extract<ClaimResult, { outcome: 'TERMINAL' | 'EXHAUSTED' }>;

/** A name can have been used, or a record moved, between the look and the claim: look again. */
const MAX_ROUNDS = 5;

/*
 * Nothing is ever without a holder:
 *
 *     message ──► claim (the record is due for the sweep when the lease is over) ──► StartExecution ──► delete the message
 *
 * A crash after the claim leaves the message as well: its next delivery finds the claim, and starts the execution that is
 * named by it. Starting it twice is starting it once, for it has the same name and input.
 */

/**
 * Claims a capture for the next execution of its own and starts it, or sees to it that the one which has the claim runs.
 * @throws InfrastructureError when no execution was started; the claim, if any, is given back
 * @throws UnknownOutcomeError when nobody knows; the lease of the claim says when the sweep may go on
 */
export async function startStandard(
  capture: ProcessingInput,
  deps: StandardDependencies,
): Promise<StandardOutcome> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const record = await readRecord(deps.table, capture.id);
    const claim = executionArn(deps.stateMachineArn, executionName(capture.id, (record?.runs ?? 0) + 1));
    const result = await claimCapture({ capture, claim }, deps);
    switch (result.outcome) {
      case 'CLAIMED':
        // A claim of before may be that of an execution that runs: it is not for us to give back.
        if (await (result.again ? resume(capture, deps) : startClaimed(capture, claim, deps)))
          return { outcome: 'HELD' };
        break;
      case 'IN_FLIGHT':
        if (await resume(capture, deps)) return { outcome: 'HELD' };
        break;
      case 'EXHAUSTED':
        return isUnfinished(record) ? { outcome: 'HELD' } : result;
      default:
        return result;
    }
  }
  throw new InfrastructureError(
    `${capture.id} changed ${MAX_ROUNDS} times while an execution was being started`,
  );
}

/** Whether the sweep knows of it: an exhausted capture is taken to the error queue by the sweep and nobody else. */
const isUnfinished = (record: CaptureRecord | undefined) => record?.unfinished !== undefined;

/**
 * Starts the execution that this very call has claimed for: nobody else can have started it.
 * @returns false when the name was used by an execution that has ended: the claim is given back for the next name
 */
async function startClaimed(
  capture: ProcessingInput,
  claim: string,
  deps: StandardDependencies,
): Promise<boolean> {
  try {
    if (await start(capture, executionNameOf(claim), deps)) return true;
  } catch (thrown) {
    if (thrown instanceof InfrastructureError) await releaseClaim({ capture, claim }, deps);
    throw thrown;
  }
  await releaseClaim({ capture, claim }, deps);
  return false;
}

/**
 * Starts the execution that has the claim, should whoever claimed it have died before. If it has ended, its lease is live all
 * the same and the sweep takes the capture up afterwards.
 * @returns false when nobody has the claim any more
 */
async function resume(capture: ProcessingInput, deps: StandardDependencies): Promise<boolean> {
  const record = await readRecord(deps.table, capture.id);
  if (record?.status !== 'PROCESSING') return false;
  await start(
    { ...capture, maxAttempts: record.maxAttempts ?? capture.maxAttempts },
    executionNameOf(record.claim),
    deps,
  );
  return true;
}

/** @returns false when the name is that of an execution that has ended, or has another input */
async function start(
  capture: ProcessingInput,
  name: string,
  { client, stateMachineArn }: StandardDependencies,
): Promise<boolean> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(capture) }));
    return true;
  } catch (cause) {
    if (isNamed(cause, 'ExecutionAlreadyExists')) return false;
    throw startTrouble('StartExecution', cause);
  }
}
