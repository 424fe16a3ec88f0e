import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { Command, Option } from 'commander';
import { MESSAGE_CHANNEL, parseCaptureId } from '../../contracts/capture';
import { captureQueueName, type QueueKind } from '../../contracts/naming';
import { notificationOf } from '../../contracts/notification';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { parsePrincipal } from '../parse-principal';
import { targetOf } from '../target';
import { giveBack } from './broken-off';
import { DrainControlItem } from './drain-control';
import { attributesOf, type ErrorPlace, idsOf } from './error-message';
import { ErrorQueue, MAX_BATCH } from './error-queue';
import { ingestRegion, type MakeCommand, type Operation, wholeNumber, withCommonOptions } from './operation';
import { openQueue } from './queue';
import { type BrokenOff, findRetryable, type Retryable } from './retryable';
import { waitForCapture } from './wait-for-capture';

/** Messages of the error queue that are searched for the capture's own. */
const MAX_SEARCHED = 1000;

/** Longest time that --wait can be given, seconds. */
const MAX_WAIT_SECONDS = 86_400;

const HELP = `
The capture may be tried as often again as it could at first. Its own message is then taken out of the error queue, if it is
among the first ${MAX_SEARCHED} (of WebSocket messages SQS shows the first ${MAX_BATCH} of each group only); one that stays behind is stale once the
capture has ended, and harmless.
A WebSocket message is started like any other capture: alone, whatever its group has got meanwhile.
Refused is what has ended, what is being processed, what has attempts left, and what has no object any more.
A job whose execution was aborted or has timed out goes on with its attempt in the next drain, instead of when its lease is
over. Its function may still run: your processor can be called twice at the same time then.
`;

/** `ops retry <id>`: starts one capture once more, from its object. */
export const retryCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('retry'))
    .description('Starts one capture once more, from its object.')
    .argument('<id>', 'id of the capture: <region>.<channel>.<requestId>')
    .option(
      '--principal <principal>',
      'who posted it: finds a capture without a record at once',
      parsePrincipal,
    )
    .option('--wait', 'wait until it has ended or its attempts are used up')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait; implies --wait')
        .argParser(wholeNumber(1, MAX_WAIT_SECONDS))
        .default(300)
        .implies({ wait: true }),
    )
    .addHelpText('after', HELP)
    .action((id, { principal, wait, timeout, dryRun = false, ...options }) =>
      retry({ ...surroundings, target: targetOf(options), dryRun }, id, {
        principal,
        waitSeconds: wait ? timeout : undefined,
      }),
    );

interface RetryOptions {
  principal?: string;
  waitSeconds?: number;
}

async function retry(
  operation: Operation,
  id: string,
  { principal, waitSeconds }: RetryOptions,
): Promise<void> {
  const { output, target, dryRun } = operation;
  const capture = await findRetryable(operation, id, principal);
  const { region } = capture.object;
  const { maxProcessingAttempts } = ingestRegion(target, region);
  if (capture.brokenOff) return goOn(operation, capture.brokenOff, waitSeconds);
  const allowance = `attempts so far ${capture.attempts}, allowed are ${maxProcessingAttempts} more`;
  if (dryRun) return output.out(`Would start ${id} once more: ${allowance}.`);
  await send(operation, capture);
  output.note(`${id} is in the capture queue of ${region}: ${allowance}.`);
  await notePause(operation, region);
  // Sent before it is deleted: a crash in between makes two, never none.
  const deleted = await deleteOwnMessage(operation, id, capture);
  output.note(
    deleted
      ? 'Its message is out of the error queue.'
      : `Its message was not found among what the error queue shows (of a group, the first ${MAX_BATCH}).`,
  );
  if (waitSeconds === undefined) return output.out(`Started ${id} once more.`);
  await waitForCapture(operation, id, { attempts: capture.attempts + maxProcessingAttempts, waitSeconds });
}

/** The attempt that was broken off goes on: nothing is sent, for no message is waited for. */
async function goOn(
  operation: Operation,
  { record, status }: BrokenOff,
  waitSeconds: number | undefined,
): Promise<void> {
  const { output, target, clock, dryRun } = operation;
  const { id, attempts, region } = record;
  const { maxProcessingAttempts } = ingestRegion(target, region);
  const what = `attempt ${attempts} of ${id}, whose execution is ${status}`;
  if (dryRun) return output.out(`Would go on with ${what}.`);
  await giveBack(target, record, clock.now());
  output.note(
    `Its function may still run, for ${target.settings.processing.standardProcessTimeoutSeconds} s at most: the processor can be called twice at the same time.`,
  );
  await notePause(operation, region);
  if (waitSeconds === undefined) return output.out(`The next drain goes on with ${what}.`);
  await waitForCapture(operation, id, { attempts: record.maxAttempts ?? maxProcessingAttempts, waitSeconds });
}

async function notePause({ output, target }: Operation, region: string): Promise<void> {
  const paused = await new DrainControlItem(target).pausedRegions();
  if (paused.includes(region)) output.note(`${region} is paused: it waits there until "ops resume".`);
}

async function send({ target }: Operation, { object, attempts }: Retryable): Promise<void> {
  const { sqs, url } = await openQueue(target, object.region, captureQueueName(target.settings.name));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: notificationOf(object, 'pillarbox:retry'),
      MessageAttributes: {
        [ERROR_ATTRIBUTES.attempts]: { DataType: 'Number', StringValue: String(attempts) },
      },
    }),
  );
}

/** @returns whether there was one */
async function deleteOwnMessage(
  { target, clock }: Operation,
  id: string,
  { object: { region }, attempts }: Retryable,
): Promise<boolean> {
  for (const kind of errorQueuesOf(id)) {
    const queue = await ErrorQueue.open(target, region, kind, clock);
    let deleted = false;
    await queue.walk(MAX_SEARCHED, async (batch) => {
      const own = batch.find((message) => isOwn(message, { id, attempts, place: { region, kind } }));
      if (own) await queue.delete(own);
      deleted = own !== undefined;
      return deleted;
    });
    if (deleted) return true;
  }
  return false;
}

/** Where a capture's message can be: a WebSocket message that failed again after a retry came from the capture queue. */
function errorQueuesOf(id: string): QueueKind[] {
  return parseCaptureId(id).channel === MESSAGE_CHANNEL ? ['messages', 'captures'] : ['captures'];
}

interface Own {
  id: string;
  place: ErrorPlace;
  /** Attempts that the capture had before this retry. */
  attempts: number;
}

/**
 * Whether a message is about this capture alone, and was there before: with more attempts, it is the end of this retry,
 * which has been quick.
 */
function isOwn(message: Message, { id, place, attempts }: Own): boolean {
  const ids = idsOf(message, place) ?? [];
  const { attempts: noted = 0 } = attributesOf(message);
  return ids.length === 1 && ids[0] === id && noted <= attempts;
}
