import { ConfigurationError, parseSettings } from '../../config/load';

/** The smallest valid configuration. */
export const minimal = {
  name: 'pillarbox',
  central: { region: 'eu-west-1' },
  ingest: [{ region: 'eu-west-2' }],
};

/** Everything that is wrong with a configuration. */
export function faultsOf(json: unknown): string[] {
  try {
    parseSettings(json);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}
