import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Command } from 'commander';
import { functionName } from '../../contracts/naming';
import type { ReconcileReport, ReconcileRequest } from '../../contracts/reconcile';
import { CommandError, ExitCode } from '../exit-code';
import { ofResource } from '../missing-resource';
import { clientConfig, type Target, targetOf } from '../target';
import { counted } from './counted';
import { type MakeCommand, type Operation, regionsOf, wholeNumber, withCommonOptions } from './operation';
import { parseSince } from './parse-time';

/** A person waits for a step as long as Lambda may take, 900 s (AWS Lambda quotas), and a slow round trip. Milliseconds. */
const STEP_TIMEOUTS = { connectionTimeout: 3000, requestTimeout: 910_000, throwOnRequestTimeout: true };

/** Oldest age that can be asked for, seconds: ten years, the longest that objects can be kept. */
const MAX_AGE_SECONDS = 3650 * 86_400;

const HELP = `
Compares the objects in a region's bucket with the records, and puts back into the capture queue what has no terminal record
and seems to be held by nobody: a queue was purged, or an outage has outlasted its retention. It runs by itself, too; by hand
it runs now, and with --min-age it looks at younger objects. What is put back for nothing is not processed twice.
`;

/** `ops reconcile [<region>]`: puts back what has an object and no terminal record. */
export const reconcileCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('reconcile'))
    .description('Finds captures that have an object and nobody to process it, and puts them back.')
    .argument('[region]', 'an ingest region (default: all, one after the other)')
    .option('--since <when>', 'only objects stored since: 2d, 12h, or a time (default: all)', (text) =>
      parseSince(text, surroundings.clock.now()),
    )
    .option(
      '--min-age <seconds>',
      "only objects that are older (default: the function's own)",
      wholeNumber(0, MAX_AGE_SECONDS),
    )
    .addHelpText('after', HELP)
    .action((region, { since, minAge, dryRun = false, ...options }) =>
      reconcile({ ...surroundings, target: targetOf(options), dryRun }, region, {
        since,
        minAgeSeconds: minAge,
      }),
    );

type Selection = Pick<ReconcileRequest, 'since' | 'minAgeSeconds'>;

/** What has been found so far: all that is kept of any number of objects. */
interface Sums {
  examined: number;
  putBack: number;
  exhausted: number;
}

async function reconcile(
  operation: Operation,
  region: string | undefined,
  selection: Selection,
): Promise<void> {
  const { target, output, dryRun } = operation;
  const regions = regionsOf(target, region);
  const invoke = stepOf(target);
  const sums: Sums = { examined: 0, putBack: 0, exhausted: 0 };
  const failed: string[] = [];
  for (const each of regions) {
    try {
      await reconcileRegion(
        operation,
        { region: each, ...selection, ...(dryRun && { dryRun }) },
        invoke,
        sums,
      );
    } catch (error) {
      // Regions share nothing: one that cannot be reconciled keeps no other from it.
      if (!(error instanceof StepError)) throw error;
      failed.push(`${each}: ${error.message}`);
      output.note(`${each}: failed`);
    }
  }
  output.out(`In all: ${found(sums, dryRun)}`);
  if (failed.length > 0) throw new CommandError(ExitCode.Failed, failed.join('\n'));
}

/** Goes through one region step by step. */
async function reconcileRegion(
  { output, dryRun }: Operation,
  request: ReconcileRequest,
  invoke: (request: ReconcileRequest) => Promise<ReconcileReport>,
  sums: Sums,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const report = await invoke({ ...request, cursor });
    if (report.paused) return output.note(`${request.region}: skipped, it is paused`);
    if (report.cursor !== undefined && report.cursor === cursor) {
      throw new StepError(
        'the function stays where it is: its step answered with the cursor that it was given',
      );
    }
    cursor = report.cursor;
    sums.examined += report.examined;
    sums.putBack += report.putBack;
    sums.exhausted += report.exhausted;
    output.note(
      `${request.region}: ${found(report, dryRun)}${cursor === undefined ? '' : ', and there is more'}`,
    );
  } while (cursor !== undefined);
}

function found({ examined, putBack, exhausted }: Sums, dryRun: boolean): string {
  const returned = dryRun ? `would put back ${putBack}` : `${putBack} put back`;
  return `${counted(examined, 'object')} examined, ${returned}, ${exhausted} exhausted`;
}

/** A step that the function did not end well. */
class StepError extends Error {
  override readonly name = 'StepError';
}

/** Invokes the Reconcile function for one step. */
function stepOf(target: Target): (request: ReconcileRequest) => Promise<ReconcileReport> {
  const { name, central } = target.settings;
  const reconcile = functionName(name, 'reconcile');
  const lambda = new LambdaClient({ ...clientConfig(target, central.region), requestHandler: STEP_TIMEOUTS });
  return async (request) => {
    const invoke = new InvokeCommand({ FunctionName: reconcile, Payload: JSON.stringify(request) });
    const { FunctionError, Payload } = await ofResource(`function ${reconcile}`, lambda.send(invoke));
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || '{}');
    if (FunctionError === undefined) return answer as ReconcileReport;
    const { errorType = FunctionError, errorMessage = 'no message' } = answer as Record<string, string>;
    throw new StepError(`${errorType}: ${errorMessage}`);
  };
}
