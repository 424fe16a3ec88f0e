import type { Command } from 'commander';
import { type Output, runProgram } from '../../cli/run-program';

/** How a command ended and what it wrote. */
export interface Ended {
  exitCode: number;
  out: string[];
  notes: string;
}

/** Runs a command as its file would, and keeps what it writes. */
export async function runCommand(makeProgram: (output: Output) => Command, args: string[]): Promise<Ended> {
  const out: string[] = [];
  const notes: string[] = [];
  const output: Output = { out: (line) => out.push(line), note: (line) => notes.push(line) };
  const exitCode = await runProgram(makeProgram(output), args, output);
  return { exitCode, out, notes: notes.join('\n') };
}
