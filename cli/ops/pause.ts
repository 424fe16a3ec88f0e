import { Command } from 'commander';
import type { Settings } from '../../config/settings';
import { targetOf } from '../target';
import { DrainControlItem } from './drain-control';
import { type MakeCommand, type Operation, regionsOf, withCommonOptions } from './operation';

const PAUSE_HELP = `
Captures go on being taken: they wait in their queue, and are lost from it when its retention is over (retention.queueSeconds,
by default 14 days). End the pause before; "ops reconcile" finds what was missed.
`;

/** `ops pause [<region>]`: drains leave regions alone. */
export const pauseCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('pause'))
    .description('Stops draining: the next drains start no lane for the region. Captures go on being taken.')
    .argument('[region]', 'an ingest region (default: all)')
    .addHelpText('after', PAUSE_HELP)
    .action((region, { dryRun = false, ...options }) =>
      pause({ ...surroundings, target: targetOf(options), dryRun }, region),
    );

/** `ops resume [<region>]`: drains take regions up again. */
export const resumeCommand: MakeCommand = (surroundings) =>
  withCommonOptions(new Command('resume'))
    .description('Ends a pause: the next drain, within a minute, takes the region up again.')
    .argument('[region]', 'an ingest region (default: all that are paused)')
    .action((region, { dryRun = false, ...options }) =>
      resume({ ...surroundings, target: targetOf(options), dryRun }, region),
    );

async function pause({ target, output, dryRun }: Operation, region: string | undefined): Promise<void> {
  const control = new DrainControlItem(target);
  const regions = regionsOf(target, region);
  if (dryRun) {
    output.out(`Would pause ${regions.join(', ')}.`);
    output.out(standing(await control.pausedRegions()));
    return;
  }
  output.out(standing(await control.pause(regions)));
  const { processing, retention } = target.settings;
  const laneSeconds = processing.laneReceiveSeconds + processing.expressTimeoutSeconds;
  output.note(`Lanes under way end within ${laneSeconds} s. Captures go on being taken.`);
  output.note(
    `Resume before the queues' retention is over, ${span(retention)}: what is older is gone from them.`,
  );
}

async function resume({ target, output, dryRun }: Operation, region: string | undefined): Promise<void> {
  const control = new DrainControlItem(target);
  // Also a region that the configuration has no more can be paused, and would be again when it returns.
  const wanted = region === undefined ? await control.pausedRegions() : regionsOf(target, region);
  if (dryRun) {
    const paused = await control.pausedRegions();
    output.out(`Would resume ${wanted.filter((each) => paused.includes(each)).join(', ') || 'nothing'}.`);
    output.out(standing(paused));
    return;
  }
  output.out(standing(wanted.length === 0 ? [] : await control.resume(wanted)));
}

const standing = (paused: string[]) =>
  paused.length === 0 ? 'Nothing is paused.' : `Paused: ${paused.join(', ')}.`;

function span({ queueSeconds }: Settings['retention']): string {
  const days = queueSeconds / 86_400;
  return days >= 1 ? `${Number(days.toFixed(1))} days` : `${queueSeconds} s`;
}
