import { counted } from './counted';
import { type ExhaustedCapture, exhaustedCaptures } from './exhausted-captures';
import { ingestRegion, type Operation } from './operation';
import { showTime } from './parse-time';
import { printable } from './printable';

/** `ops errors <region> --records`: what the records say is exhausted. It only reads, so a dry run is no other. */
export async function listExhausted(
  { target, output }: Operation,
  region: string,
  { limit, json }: { limit: number; json?: true },
): Promise<void> {
  const { maxProcessingAttempts: maxAttempts } = ingestRegion(target, region);
  const captures = await exhaustedCaptures(target, { region, maxAttempts, limit });
  if (json) return output.out(JSON.stringify({ region, captures }, null, 2));
  if (captures.length === 0) return output.out(`No record of ${region} is exhausted.`);
  for (const capture of captures) for (const line of [...linesOf(capture), '']) output.out(line);
  const more = captures.length === limit ? ', and perhaps more: --limit' : '';
  output.note(`${counted(captures.length, 'exhausted capture')} of ${region}${more}.`);
}

function linesOf({ id, error, attempts, completedAt }: ExhaustedCapture): string[] {
  const fields: [string, string][] = [
    ['id', id],
    ['reason', error ? `${error.name}: ${error.message}` : 'none was recorded'],
    ['attempts', String(attempts)],
    ['failed', completedAt === undefined ? 'at an unknown time' : showTime(completedAt)],
  ];
  return fields.map(([name, value]) => `${name.padEnd(12)} ${printable(value)}`);
}
