import { Command } from 'commander';
import type { Effect, NewFault } from '../local/faults/fault';
import { CommandError, ExitCode } from './exit-code';
import { FaultsClient } from './faults/faults-client';
import { formatFault } from './faults/format-fault';
import {
  momentOf,
  numberOf,
  placeOf,
  type RuleOptions,
  ruleOf,
  withEndpoint,
  withRuleOptions,
} from './faults/options';
import { counted } from './ops/counted';
import { type Output, runProgram, terminal, writingTo } from './run-program';

const EXIT_CODES_HELP = `
Exit codes:
  ${ExitCode.Done}  done
  ${ExitCode.Failed}  failed
  ${ExitCode.WrongUse}  wrong use: unknown option, faulty fault
  ${ExitCode.NotFound}  there is no such fault, or nothing there is down
  ${ExitCode.Unreachable}  the local cloud cannot be reached
`;

interface Options extends RuleOptions {
  endpoint: string;
}

/** `faults list|down|up|fail|delay|hold|kill|remove|clear`: what is to go wrong in the local cloud. */
export function makeProgram(output: Output = terminal): Command {
  const program = new Command('faults')
    .description('Makes things go wrong in the local cloud, and right again.')
    .addHelpText('after', EXIT_CODES_HELP);
  addOutages(program, output);
  addRules(program, output);
  addUpkeep(program, output);
  return writingTo(output, program);
}

function addOutages(program: Command, output: Output): void {
  withEndpoint(program.command('down'))
    .description('takes a region or a stack down: connections are reset, what runs there ends')
    .argument('<region|stack>', 'such as eu-west-1, or central')
    .option('--hang', 'never answer, instead of resetting connections')
    .action((place: string, { hang, endpoint }: Options & { hang?: true }) =>
      add({ outage: hang ? 'hang' : 'refuse', ...placeOf(place) } as NewFault, endpoint, output),
    );
  withEndpoint(program.command('up'))
    .description('ends all outages of a region or a stack')
    .argument('<region|stack>', 'as it was taken down')
    .action((place: string, { endpoint }: Options) => up(place, new FaultsClient(endpoint), output));
}

function addRules(program: Command, output: Output): void {
  const rule = (usage: string, description: string) =>
    withRuleOptions(withEndpoint(program.command(usage))).description(description);
  const put = (action: string, effect: Effect, options: Options) =>
    add({ action, ...ruleOf(options), effect }, options.endpoint, output);

  rule('fail', 'answers calls with an error')
    .argument('<action>', 'such as dynamodb:UpdateItem; * and ? as wildcards')
    .argument('<error>', 'code of the error, such as ThrottlingException')
    .option('--status <code>', 'HTTP status (default: 400)', numberOf)
    .action((action: string, fail: string, options: Options & { status?: number }) =>
      put(action, { fail, status: options.status }, options),
    );
  rule('delay', 'executes calls later')
    .argument('<action>', 'such as s3:GetObject')
    .argument('<ms>', 'milliseconds', numberOf)
    .action((action: string, delayMs: number, options: Options) => put(action, { delayMs }, options));
  rule('hold', 'keeps calls waiting until the fault is removed')
    .argument('<action>', 'such as dynamodb:UpdateItem')
    .action((action: string, options: Options) => put(action, { hold: true }, options));
  rule('kill', 'ends the function that calls, before or after its call is executed')
    .argument('<moment>', 'before or after', momentOf)
    .argument('<action>', 'such as sqs:DeleteMessage')
    .option('--function <name>', 'end every environment of this function, whoever calls')
    .action((kill: 'before' | 'after', action: string, options: Options & { function?: string }) =>
      put(action, { kill, function: options.function }, options),
    );
}

function addUpkeep(program: Command, output: Output): void {
  withEndpoint(program.command('list'))
    .description('shows the faults in force and how many calls they have met')
    .action(({ endpoint }: Options) => list(new FaultsClient(endpoint), output));
  withEndpoint(program.command('remove'))
    .description('ends a fault; what it kept waiting is executed')
    .argument('<id>', 'as list shows it')
    .action((id: string, { endpoint }: Options) => remove(id, new FaultsClient(endpoint), output));
  withEndpoint(program.command('clear'))
    .description('ends all faults')
    .action(({ endpoint }: Options) => clear(new FaultsClient(endpoint), output));
}

async function add(fault: NewFault, endpoint: string, output: Output): Promise<void> {
  const added = await new FaultsClient(endpoint).add(fault);
  output.out(added.id);
  output.note(formatFault(added));
}

async function list(client: FaultsClient, output: Output): Promise<void> {
  const faults = await client.list();
  for (const fault of faults) output.out(formatFault(fault));
  if (faults.length === 0) output.note('There are no faults.');
}

async function remove(id: string, client: FaultsClient, output: Output): Promise<void> {
  await client.remove(id);
  output.note(`Removed ${id}.`);
}

async function clear(client: FaultsClient, output: Output): Promise<void> {
  const { length } = await client.list();
  await client.clear();
  output.note(length === 0 ? 'There were no faults.' : `Removed ${counted(length, 'fault')}.`);
}

async function up(place: string, client: FaultsClient, output: Output): Promise<void> {
  const faults = await client.list();
  const outages = faults.filter((fault) => 'outage' in fault && [fault.region, fault.stack].includes(place));
  if (outages.length === 0) throw new CommandError(ExitCode.NotFound, `${place}: nothing there is down`);
  for (const { id } of outages) {
    await client.remove(id);
    output.out(id);
  }
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
