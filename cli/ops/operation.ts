import { type Command, InvalidArgumentError } from 'commander';
import type { IngestSettings } from '../../config/settings';
import { CommandError, ExitCode } from '../exit-code';
import type { Output } from '../run-program';
import { type Target, withTargetOptions } from '../target';
import type { Clock } from './clock';

/** What a command has around it; tests replace it. */
export interface Surroundings {
  output: Output;
  clock: Clock;
}

/** Makes one command of `ops`. */
export type MakeCommand = (surroundings: Surroundings) => Command;

/** One run of a command: what it works on, and what is around it. */
export interface Operation extends Surroundings {
  target: Target;
  /** Say what would be done, and write nothing. */
  dryRun: boolean;
}

/** Adds the options that every command has: the target, and `--dry-run`. */
export function withCommonOptions(command: Command): Command {
  return withTargetOptions(command).option('--dry-run', 'say what would be done, and change nothing');
}

/** The settings of an ingest region. @throws CommandError (wrong use) for a region that is none */
export function ingestRegion({ settings }: Target, region: string): IngestSettings {
  const found = settings.ingest.find((ingest) => ingest.region === region);
  if (found) return found;
  throw new CommandError(
    ExitCode.WrongUse,
    `region: received ${JSON.stringify(region)}, allowed are the ingest regions ${ingestRegions(settings.ingest)}`,
  );
}

/** The named region, or all ingest regions when none is named. @throws CommandError for a region that is none */
export function regionsOf(target: Target, region: string | undefined): string[] {
  if (region !== undefined) return [ingestRegion(target, region).region];
  return target.settings.ingest.map((ingest) => ingest.region);
}

const ingestRegions = (ingest: IngestSettings[]) => ingest.map(({ region }) => region).join(', ');

/** A parser of whole numbers in a range, both ends included. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= from && number <= to) return number;
    throw new InvalidArgumentError(`Allowed is a whole number from ${from} to ${to}.`);
  };
}
