import { Command } from 'commander';
import { parseCaptureId } from '../contracts/capture';
import { CommandError, EXIT_CODES_HELP, ExitCode } from './exit-code';
import { findObject, findRecord, MAX_PAGES } from './find-capture';
import { formatRecord } from './format-record';
import { parsePrincipal } from './parse-principal';
import { type Output, runProgram, terminal } from './run-program';
import { type Target, targetOf, withTargetOptions } from './target';

interface StatusOptions {
  json?: true;
  principal?: string;
}

/** `status <id>`: what became of a capture. */
export function makeProgram(output: Output = terminal): Command {
  const program = new Command('status')
    .description('Shows what became of a capture.')
    .argument('<id>', 'id of the capture, as its 202 said: <region>.<channel>.<requestId>')
    .option('--json', 'the record as JSON')
    .option(
      '--principal <principal>',
      'who posted it: finds a capture without a record at once',
      parsePrincipal,
    )
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.note(text.trimEnd()),
    });
  return withTargetOptions(program).action(async (id: string, options) => {
    const capture = await find(targetOf(options), id, options);
    if (options.json) output.out(JSON.stringify(capture, null, 2));
    else for (const line of formatRecord(capture)) output.out(line);
  });
}

async function find(target: Target, id: string, { principal }: StatusOptions) {
  const { region, channel } = parseCaptureId(id);
  if (!target.settings.ingest.some((ingest) => ingest.region === region)) {
    throw new CommandError(ExitCode.NotFound, `${id}: the configuration has no ingest region ${region}`);
  }
  const capture = (await findRecord(target, id)) ?? (await findObject(target, id, principal));
  if (capture) return capture;
  const searched = principal
    ? `no object of principal ${principal}`
    : `no object in the first ${MAX_PAGES},000 of channel ${channel} (--principal looks at all)`;
  throw new CommandError(ExitCode.NotFound, `${id}: there is no record, and ${searched}`);
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
