import type { Message } from '@aws-sdk/client-sqs';
import { Command } from 'commander';
import { CommandError, ExitCode } from '../exit-code';
import { recordReader } from '../find-capture';
import { targetOf } from '../target';
import { counted } from './counted';
import { type ErrorPlace, errorMessage } from './error-message';
import { ErrorQueue, HIDDEN_SECONDS } from './error-queue';
import { formatError, type ListedError } from './format-error';
import { listExhausted } from './list-exhausted';
import { ingestRegion, type MakeCommand, type Operation, wholeNumber, withCommonOptions } from './operation';
import { Standings } from './standings';

/** Most messages of one listing: receiving and joining them takes well under a walk's time. */
const MAX_LIMIT = 1000;

const HELP = `
A message is received, shown and made visible again; while the listing runs, and at most ${HIDDEN_SECONDS} s, nobody else sees it.
Each is shown with what became of its capture since: a message whose capture has ended is stale and harmless.
--dry-run says how many there are, and receives none.
--records asks the records table, in the central region, instead of the queue: it also names the exhausted captures whose message
is gone, for "ops retry".
--messages shows what WebSocket messages have failed, at most ten of a group: SQS hands out no others meanwhile.
`;

/** `ops errors <region>`: what is in the error queue, and why. */
export const errorsCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('errors'))
    .description('Shows what is in an error queue of a region, and why.')
    .argument('<region>', 'an ingest region')
    .option('--limit <n>', `messages or records to show, 1–${MAX_LIMIT}`, wholeNumber(1, MAX_LIMIT), 100)
    .option('--messages', 'the error queue of WebSocket messages')
    .option('--records', 'the exhausted captures by their records, whether a message is left or not')
    .option('--json', 'the listing as JSON')
    .addHelpText('after', HELP)
    .action((region, { limit, json, records, messages, dryRun = false, ...options }) => {
      const operation = { ...surroundings, target: targetOf(options), dryRun };
      if (records) return listExhausted(operation, region, { limit, json });
      return errors(operation, { region, kind: messages ? 'messages' : 'captures' }, { limit, json });
    });

interface Listing {
  limit: number;
  json?: true;
}

async function errors(operation: Operation, place: ErrorPlace, { limit, json }: Listing): Promise<void> {
  const { target, output, clock, dryRun } = operation;
  const { region, kind } = place;
  ingestRegion(target, region);
  const queue = await ErrorQueue.open(target, region, kind, clock);
  const { visible, hidden } = await queue.state();
  const total = visible + hidden;
  if (dryRun) {
    output.out(
      `The error queue of ${region} holds about ${counted(total, 'message')}, ${hidden} of them hidden at present.`,
    );
    return;
  }
  const listed: ListedError[] = [];
  const standings = new Standings(recordReader(target));
  await queue.walk(limit, async (batch) => {
    listed.push(...(await Promise.all(batch.map((message) => joined(message, place, standings)))));
    output.note(`${listed.length} of about ${counted(Math.max(total, listed.length), 'message')} read`);
    return false;
  });
  if (json) output.out(JSON.stringify({ region, approximateTotal: total, messages: listed }, null, 2));
  else show(operation, region, listed, total);
  const { failure } = standings;
  if (!failure) return;
  throw new CommandError(
    ExitCode.Failed,
    `how captures stand now could not be read: ${failure.message || failure.name}`,
    { cause: failure },
  );
}

/** A message, and how its captures stand now. */
async function joined(message: Message, place: ErrorPlace, standings: Standings): Promise<ListedError> {
  const { ids = [], ...read } = errorMessage(message, place);
  return { ...read, captures: await Promise.all(ids.map((id) => standings.of(id))) };
}

function show({ output }: Operation, region: string, listed: ListedError[], total: number): void {
  for (const each of listed) for (const line of [...formatError(each), '']) output.out(line);
  if (listed.length > 0) {
    output.note(
      `${listed.length} of about ${counted(Math.max(total, listed.length), 'message')} in the error queue of ${region}.`,
    );
  } else if (total > 0) {
    output.note(
      `The error queue of ${region} holds about ${counted(total, 'message')} that somebody else is looking at: try again.`,
    );
  } else {
    output.out('The error queue is empty.');
  }
}
