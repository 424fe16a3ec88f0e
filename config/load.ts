import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authFaults } from './auth-faults';
import { crossFaults, issueFaults } from './faults';
import { memberOf } from './member';
import { orderingFaults } from './ordering-faults';
import { regionsFile } from './schema/file';
import { DEFAULT_PROCESSORS, resolveSettings, type Settings } from './settings';

/** Everything that is wrong with a configuration, a line each: path, value received, what is allowed. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(
    file: string,
    readonly faults: string[],
  ) {
    super(
      `${file}: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
  }
}

/** The configuration file in force: `PILLARBOX_CONFIG`, else `regions.json` in the current folder. */
export function configurationFile(): string {
  return process.env.PILLARBOX_CONFIG || 'regions.json';
}

/**
 * Reads and checks a configuration, and that its folder of processors, relative to the current one, is there.
 * @throws ConfigurationError with every fault at once.
 */
export function loadSettings(file: string = configurationFile()): Settings {
  const json = readJson(file);
  return check(json, file, folderFaults(json));
}

/**
 * Checks a configuration that is already parsed JSON.
 * @throws ConfigurationError with every fault at once.
 */
export function parseSettings(json: unknown, file = 'regions.json'): Settings {
  return check(json, file, []);
}

function check(json: unknown, file: string, others: string[]): Settings {
  const parsed = regionsFile.safeParse(json, { reportInput: true });
  const faults = parsed.success ? [] : parsed.error.issues.flatMap(issueFaults);
  faults.push(...crossFaults(json), ...authFaults(json), ...orderingFaults(json), ...others);
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(file, faults);
  return resolveSettings(parsed.data);
}

function folderFaults(json: unknown): string[] {
  const given = memberOf(memberOf(json, 'processing'), 'processors');
  const folder = given ?? DEFAULT_PROCESSORS;
  // What is no name at all is a fault of the schema's.
  if (typeof folder !== 'string' || folder === '' || existsSync(join(folder, 'index.ts'))) return [];
  const found = given === undefined ? `"${folder}" (default)` : `received ${JSON.stringify(folder)}`;
  return [`processing.processors: ${found}, allowed is a folder with index.ts`];
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(file, [`cannot be read: ${(cause as Error).message}`]);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(file, [`is not JSON: ${(cause as Error).message}`]);
  }
}
