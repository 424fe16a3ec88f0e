import { Command } from 'commander';
import { type QueueKind, queueNames } from '../../contracts/naming';
import { targetOf } from '../target';
import { counted } from './counted';
import { DrainControlItem } from './drain-control';
import type { ErrorPlace } from './error-message';
import { followTask, type Move, type MoveTask, move, runningTask } from './move-task';
import { ingestRegion, type MakeCommand, type Operation, wholeNumber, withCommonOptions } from './operation';
import { openQueue, queueState } from './queue';

/** Most messages that SQS moves in a second (SQS API reference, StartMessageMoveTask). */
const MAX_RATE = 500;

const HELP = `
Mend the cause first. Every capture that comes back may be tried as often again as it could at first: its message bears
the attempts it has had (docs/adr/0005-redrive-allowance.md). What has ended meanwhile is not processed again.
A task that is running already is followed. Ctrl-C leaves the task running.
--messages moves the WebSocket messages back into theirs; each comes after what its group has got meanwhile: its order is lost.
`;

/** `ops redrive <region>`: moves everything in an error queue back into the queue before it. */
export const redriveCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('redrive'))
    .description('Moves all messages of an error queue of a region back into the queue that is drained.')
    .argument('<region>', 'an ingest region')
    .option('--rate <n>', 'messages a second at most (default: as many as SQS can)', wholeNumber(1, MAX_RATE))
    .option('--messages', 'the error queue of WebSocket messages')
    .addHelpText('after', HELP)
    .action((region, { rate, messages, dryRun = false, ...options }) =>
      redrive(
        { ...surroundings, target: targetOf(options), dryRun },
        { region, kind: messages ? 'messages' : 'captures' },
        rate,
      ),
    );

/** What each kind of queue is called here. */
const CALLED: Record<QueueKind, string> = { captures: 'capture queue', messages: 'message queue' };

async function redrive(operation: Operation, place: ErrorPlace, rate: number | undefined): Promise<void> {
  const { target, output, dryRun } = operation;
  const { region, kind } = place;
  ingestRegion(target, region);
  const names = queueNames(target.settings.name, kind);
  const queue = await openQueue(target, region, names.errorQueue);
  const { arn, visible, hidden } = await queueState(queue);
  const errorQueue: ErrorQueueArn = { queue, sourceArn: arn };
  const running = await runningTask(errorQueue);
  if (running) return followRunning(operation, place, errorQueue, running);
  if (hidden > 0) output.note(`Stays behind, for somebody looks at it: ${counted(hidden, 'message')}.`);
  if (visible === 0) return output.out(`The error queue of ${region} shows no messages: nothing to move.`);
  const what = `about ${counted(visible, 'message')} back into the ${CALLED[kind]} of ${region}`;
  await warnIfPaused(operation, region);
  if (dryRun) return output.out(`Would move ${what}.`);
  const destination = await queueState(await openQueue(target, region, names.queue));
  conclude(operation, place, await move({ ...errorQueue, destinationArn: destination.arn, rate }, operation));
}

/** A redrive needs nothing of the central region: not knowing does not keep it. */
async function warnIfPaused({ target, output }: Operation, region: string): Promise<void> {
  try {
    const paused = await new DrainControlItem(target).pausedRegions();
    if (paused.includes(region)) output.note(`${region} is paused: what is moved waits until "ops resume".`);
  } catch (error) {
    const { message, name } = error as Error;
    output.note(`Whether ${region} is paused could not be read: ${message || name}`);
  }
}

type ErrorQueueArn = Pick<Move, 'queue' | 'sourceArn'>;

async function followRunning(
  operation: Operation,
  place: ErrorPlace,
  errorQueue: ErrorQueueArn,
  task: MoveTask,
): Promise<void> {
  const { output, dryRun } = operation;
  output.note('A move task is running already.');
  if (dryRun) return output.out('Would follow the move task that is running, and start none.');
  conclude(operation, place, await followTask(errorQueue, task, operation));
}

function conclude(
  { output }: Operation,
  { region, kind }: ErrorPlace,
  { ApproximateNumberOfMessagesMoved = 0 }: MoveTask,
) {
  const moved = counted(ApproximateNumberOfMessagesMoved, 'message');
  output.out(
    `Moved about ${moved} back into the ${CALLED[kind]} of ${region}: they are drained like any others.`,
  );
}
