import type { Context } from 'aws-lambda';
import { ENV, type RetrySettings } from '../../contracts/environment';
import type { SweepReport, SweepRequest } from '../../contracts/processing';
import { requireEnv, requireJson } from '../shared/environment';
import { InfrastructureError } from '../shared/infrastructure-error';
import { logger } from '../shared/logger';
import { standardDependencies } from '../shared/standard/standard-dependencies';
import { startStandard } from '../shared/standard/start-standard';
import { dueRecords } from './due-records';
import { errorQueues } from './error-queues';
import { exhaust } from './exhaust';
import { sweepCaptures } from './sweep-captures';

const standard = standardDependencies(requireJson<RetrySettings>(ENV.retrySettings));
const { table, clock } = standard;
const errorQueue = errorQueues(requireEnv(ENV.name));

/** What is begun last may take its time-outs and tries: a third of the function's time. */
const WORKING_SHARE = 2 / 3;

/**
 * Takes up the captures of STANDARD workflows that are due, once a drain.
 * @throws InfrastructureError when trouble of ours ended the sweep
 */
export async function handler(
  request: SweepRequest,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SweepReport> {
  const [startsAt, timeMs] = [clock.now(), context.getRemainingTimeInMillis()];
  const endsAt = startsAt + timeMs;
  const report = await sweepCaptures(request, startsAt + timeMs * WORKING_SHARE, {
    clock,
    log: logger,
    dueRecords: (at) => dueRecords(table, at),
    start: (capture) => startStandard(capture, standard),
    exhaust: (record) => exhaust(record, { table, clock, errorQueue, endsAt }),
  });
  logger.info('sweep', { ...report });
  // For an alarm to see; the records stay due.
  if (report.stoppedBy !== undefined)
    throw new InfrastructureError(`the sweep was stopped by ${report.stoppedBy}`);
  return report;
}
