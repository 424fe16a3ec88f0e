import {
  DescribeArchiveCommand,
  type DescribeArchiveResponse,
  DescribeReplayCommand,
  type DescribeReplayResponse,
  EventBridgeClient,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { Command } from 'commander';
import { failureBusName } from '../../contracts/naming';
import { CommandError, ExitCode } from '../exit-code';
import { ofResource } from '../missing-resource';
import { clientConfig, targetOf } from '../target';
import { counted } from './counted';
import { follow } from './follow';
import { type MakeCommand, type Operation, withCommonOptions } from './operation';
import { parseTime, showTime } from './parse-time';

const HELP = `
The failure archive, in the central region, holds captures of which not even the failure could be recorded. Each that is
replayed starts a processing execution; a capture that has ended meanwhile is not processed again.
EventBridge recommends to wait 10 minutes after an event before it is replayed. Ctrl-C leaves the replay running.
`;

/** A time span, epoch ms; its end is not part of it. */
interface Span {
  from: number;
  to?: number;
}

/** `ops replay --from --to`: processes again what went into the failure archive. */
export const replayCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('replay'))
    .description('Processes again what went into the failure archive in a span of time.')
    .requiredOption('--from <time>', 'beginning of the span', parseTime)
    .option('--to <time>', 'end of the span (default: now)', parseTime)
    .addHelpText('after', HELP)
    .action(({ from, to, dryRun = false, ...options }) =>
      replay({ ...surroundings, target: targetOf(options), dryRun }, { from, to }),
    );

async function replay(operation: Operation, given: Span): Promise<void> {
  const { target, output, clock, dryRun } = operation;
  const { name, central } = target.settings;
  const { from, to } = checkedSpan(clock.now(), given);
  const events = new EventBridgeClient(clientConfig(target, central.region));
  const archive = await describeArchive(events, failureBusName(name));
  const span = `from ${showTime(from)} to ${showTime(to)}`;
  output.note(`The failure archive holds about ${counted(archive.EventCount ?? 0, 'capture')} in all.`);
  if (dryRun) return output.out(`Would replay what came in ${span}.`);
  const replayName = nameOfReplay(name, clock.now());
  await events.send(
    new StartReplayCommand({
      ReplayName: replayName,
      EventSourceArn: archive.ArchiveArn,
      Destination: { Arn: archive.EventSourceArn },
      EventStartTime: new Date(from),
      EventEndTime: new Date(to),
    }),
  );
  output.note(`Replay ${replayName} ${span}.`);
  await followReplay(operation, events, replayName);
  output.out(`Replayed what came in ${span}: ${whatHappens(archive)}`);
}

function describeArchive(events: EventBridgeClient, archive: string): Promise<DescribeArchiveResponse> {
  const describe = new DescribeArchiveCommand({ ArchiveName: archive });
  return ofResource(`archive ${archive}`, events.send(describe));
}

/** EventBridge brings the count up to date within 24 hours (user guide, "Archiving events"): 0 does not forbid a replay. */
function whatHappens({ EventCount = 0 }: DescribeArchiveResponse): string {
  if (EventCount > 0) return 'the captures are being processed.';
  return 'the archive holds 0 captures by a count up to a day old, so there was probably nothing to process.';
}

/** @throws CommandError (wrong use) */
function checkedSpan(now: number, { from, to = now }: Span): Required<Span> {
  if (to > now) throw wrong('--to', to, `a time that is not after now, ${showTime(now)}`);
  if (from >= to) throw wrong('--from', from, `a time before --to, ${showTime(to)}`);
  return { from, to };
}

function wrong(option: string, received: number, allowed: string): CommandError {
  return new CommandError(
    ExitCode.WrongUse,
    `${option}: received ${showTime(received)}, allowed is ${allowed}`,
  );
}

/** Unique while nobody starts two in the same millisecond; EventBridge refuses a name that it knows. */
const nameOfReplay = (name: string, now: number) => `${name}-${showTime(now).replace(/[:.]/g, '-')}`;

async function followReplay(
  { output, clock }: Operation,
  events: EventBridgeClient,
  name: string,
): Promise<void> {
  let told = '';
  const ended = await follow({
    clock,
    goesOn: `replay ${name} goes on by itself: DescribeReplay tells how far it is`,
    ask: async () => {
      const replay = await events.send(new DescribeReplayCommand({ ReplayName: name }));
      if (told !== progress(replay)) output.note(progress(replay));
      told = progress(replay);
      return ['STARTING', 'RUNNING', 'CANCELLING'].includes(replay.State ?? '') ? undefined : replay;
    },
  });
  if (ended.State === 'COMPLETED') return;
  throw new CommandError(
    ExitCode.Failed,
    `replay ${name} ended ${ended.State}: ${ended.StateReason ?? 'EventBridge names no reason'}`,
  );
}

function progress({ State, EventLastReplayedTime: last }: DescribeReplayResponse): string {
  return last ? `${State}, last replayed what came in at ${last.toISOString()}` : `${State}`;
}
