import { Command } from 'commander';
import { EXIT_CODES_HELP } from './exit-code';
import { systemClock } from './ops/clock';
import { errorsCommand } from './ops/errors';
import type { MakeCommand, Surroundings } from './ops/operation';
import { pauseCommand, resumeCommand } from './ops/pause';
import { reconcileCommand } from './ops/reconcile';
import { redriveCommand } from './ops/redrive';
import { replayCommand } from './ops/replay';
import { retryCommand } from './ops/retry';
import { type Output, runProgram, terminal, writingTo } from './run-program';

const COMMANDS: MakeCommand[] = [
  errorsCommand,
  redriveCommand,
  retryCommand,
  replayCommand,
  reconcileCommand,
  pauseCommand,
  resumeCommand,
];

/** `ops errors|redrive|retry|replay|reconcile|pause|resume`: what a person does when things have gone wrong. */
export function makeProgram(output: Output = terminal, clock: Surroundings['clock'] = systemClock): Command {
  const program = new Command('ops')
    .description('Operates a deployment. Results go to standard output, progress to standard error.')
    .addHelpText('afterAll', EXIT_CODES_HELP);
  for (const make of COMMANDS) program.addCommand(make({ output, clock }));
  return writingTo(output, program);
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
