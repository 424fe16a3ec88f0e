import { Command, InvalidArgumentError } from 'commander';

export interface ChaosOptions {
  captures: number;
  seed: number;
  clients: number;
  faultSeconds: number;
}

/** Captures that the local cloud takes a second while it is in trouble, and the least time for faults to meet. */
const CAPTURES_PER_SECOND = 100;
const LEAST_FAULT_SECONDS = 45;

/** The command `npm run chaos`. */
export function makeProgram(run: (options: ChaosOptions) => Promise<void>): Command {
  return new Command('npm run chaos --')
    .description(
      'Posts captures to a local cloud while faults of every kind come and go, waits until all is settled, and audits ' +
        'the end state: everything accepted is processed, once. The same seed makes the same faults, payloads and ' +
        "clients' choices, at the same times; how the machine interleaves them differs.",
    )
    .option('--captures <n>', 'captures to send', wholeNumber(1, 1_000_000), 1500)
    .option('--seed <n>', 'start of the random numbers', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--clients <n>', 'clients, each with up to 8 requests at a time', wholeNumber(1, 1000), 8)
    .option(
      '--fault-seconds <n>',
      `how long captures are sent and faults come (default: a second for ${CAPTURES_PER_SECOND} captures, at least ${LEAST_FAULT_SECONDS})`,
      wholeNumber(5, 3600),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 all invariants hold, 1 a violation, not settled in time, or wrong use.',
    )
    .action(
      ({ captures, faultSeconds, ...others }: Omit<ChaosOptions, 'faultSeconds'> & Partial<ChaosOptions>) =>
        run({
          ...others,
          captures,
          faultSeconds:
            faultSeconds ?? Math.max(LEAST_FAULT_SECONDS, Math.ceil(captures / CAPTURES_PER_SECOND)),
        }),
    );
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Allowed is a whole number from ${least} to ${most}.`);
  };
}
