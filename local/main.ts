import { Command, InvalidArgumentError } from 'commander';
import { type RunningCloud, startCloud } from './cloud';
import { MAX_TIMER_MS } from './core/long-timer';
import { PortTakenError } from './front-door/server';
import { guide } from './guide';
import { LoadError } from './load/load-error';
import { SynthesisError } from './synthesize';

interface Options {
  port: number;
  scheduleSeconds?: number;
  config?: string;
  seed: boolean;
  iam: boolean;
}

/** A drain takes longer than the least. */
const MIN_PERIOD_SECONDS = 0.1;
/** What a timer of Node can wait, in whole seconds. */
const MAX_PERIOD_SECONDS = Math.floor(MAX_TIMER_MS / 1000);

/** The command `npm start`. */
export function makeProgram(start: (options: Options) => Promise<void>): Command {
  return new Command('npm start --')
    .description(
      'Runs the whole deployment on this machine: synthesizes the stacks and serves what they define, on 127.0.0.1. ' +
        'Everything is kept in memory; stopping forgets it.',
    )
    .option('-p, --port <port>', 'port to listen on, 0 for any free one', portOf, 4566)
    .option(
      '--schedule-seconds <seconds>',
      'period of the drain, which is what fires every minute (default: as the stacks say)',
      secondsOf,
    )
    .option('-c, --config <file>', 'configuration (default: PILLARBOX_CONFIG, else regions.json)')
    .option('--no-seed', 'accept no token at first; by default "allow" is accepted')
    .option('--no-iam', 'evaluate no permissions; by default what a role may not do is denied')
    .addHelpText('after', '\nExit codes: 0 stopped by Ctrl-C or SIGTERM, 1 could not start, or wrong use.')
    .action(start);
}

async function run({ port, scheduleSeconds, config, seed, iam }: Options): Promise<void> {
  const startedAt = Date.now();
  let cloud: RunningCloud;
  try {
    cloud = await startCloud({
      config,
      port,
      schedulePeriodSeconds: scheduleSeconds,
      seedTokens: seed,
      iam,
    });
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
    return;
  }
  console.log(guide(cloud, { readyMs: Date.now() - startedAt, scheduleSeconds, seed, config }));
  await stopSignal();
  await cloud.stop();
  process.exit(0);
}

/** The first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Faults of the user's are told in their own words; anything else is ours and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof PortTakenError) return `${error.message}; choose another with --port <port>`;
  if (error instanceof SynthesisError || error instanceof LoadError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= MIN_PERIOD_SECONDS && seconds <= MAX_PERIOD_SECONDS) return seconds;
  throw new InvalidArgumentError(
    `A period is a number of seconds from ${MIN_PERIOD_SECONDS} to ${MAX_PERIOD_SECONDS}.`,
  );
}

if (require.main === module) void makeProgram(run).parseAsync();
