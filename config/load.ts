import { readFileSync } from 'node:fs';
import { crossFaults, issueFaults, orderingFaults } from './faults';
import { regionsFile } from './schema';
import { resolveSettings, type Settings } from './settings';

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
 * Reads and checks a configuration.
 * @throws ConfigurationError with every fault at once.
 */
export function loadSettings(file: string = configurationFile()): Settings {
  return parseSettings(readJson(file), file);
}

/**
 * Checks a configuration that is already parsed JSON.
 * @throws ConfigurationError with every fault at once.
 */
export function parseSettings(json: unknown, file = 'regions.json'): Settings {
  const parsed = regionsFile.safeParse(json, { reportInput: true });
  const faults = parsed.success ? [] : parsed.error.issues.flatMap(issueFaults);
  faults.push(...crossFaults(json), ...orderingFaults(json));
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(file, faults);
  return resolveSettings(parsed.data);
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
