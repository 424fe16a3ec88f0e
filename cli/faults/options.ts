import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RuleFault } from '../../local/faults/fault';
import { LOCAL_ENDPOINT } from '../target';

/** Which calls a rule meets. */
export type RuleOptions = Omit<RuleFault, 'action' | 'effect'>;

/** Adds the option that names the local cloud. */
export function withEndpoint(command: Command): Command {
  return command.addOption(
    new Option('--endpoint <url>', 'where the local cloud listens')
      .default(LOCAL_ENDPOINT)
      .argParser(endpointOf),
  );
}

/** Adds the options that say which calls a rule meets. */
export function withRuleOptions(command: Command): Command {
  return command
    .option('--resource <arn>', 'calls on this resource; * and ? as wildcards')
    .option('--region <region>', 'calls to this region')
    .option('--principal <arn>', 'calls by this role or service; * and ? as wildcards')
    .option('--skip <n>', 'let the first n calls pass', numberOf)
    .option('--times <n>', 'meet n calls at most', numberOf)
    .option('--probability <share>', 'meet this share of the calls, above 0 and at most 1', numberOf)
    .option('--seed <n>', 'start of the random numbers, with --probability', numberOf);
}

/** The part of the options that belongs to the rule. */
export function ruleOf(options: RuleOptions): RuleOptions {
  const { resource, region, principal, skip, times, probability, seed } = options;
  return { resource, region, principal, skip, times, probability, seed };
}

/** @throws InvalidArgumentError; which numbers are allowed is the local cloud's to say */
export function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('Allowed is a number.');
}

/** @throws InvalidArgumentError */
export function momentOf(text: string): 'before' | 'after' {
  if (text === 'before' || text === 'after') return text;
  throw new InvalidArgumentError('Allowed is before or after.');
}

/** Stacks have names, and regions this form: `eu-west-1`. */
export function placeOf(text: string): { region: string } | { stack: string } {
  return /^[a-z]{2}(-[a-z]+)+-\d+$/.test(text) ? { region: text } : { stack: text };
}

function endpointOf(text: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Allowed is a URL that begins with http:// or https://.');
}
