import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../config/load';
import type { Settings } from '../config/settings';

/** Where the local cloud listens unless it is told another port. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';

/** What a command works on: the deployment that the configuration describes, on AWS or in the local cloud. */
export interface Target {
  settings: Settings;
  /** Endpoint of the local cloud; undefined on AWS. */
  endpoint?: string;
}

interface TargetOptions {
  aws?: true;
  endpoint: string;
}

/** Adds the options that choose the target. */
export function withTargetOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--aws', 'the deployment on AWS, with the credentials of your environment').conflicts(
        'endpoint',
      ),
    )
    .addOption(
      new Option('--endpoint <url>', 'where the local cloud listens')
        .default(LOCAL_ENDPOINT)
        .argParser(parseEndpoint),
    );
}

/** @throws InvalidArgumentError, which commander ends with the option and the value in front */
function parseEndpoint(text: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Allowed is a URL that begins with http:// or https://.');
}

/** The target of the given options. @throws ConfigurationError */
export function targetOf({ aws, endpoint }: TargetOptions): Target {
  return { settings: loadSettings(), ...(aws ? {} : { endpoint }) };
}

/** Milliseconds. */
const TIMEOUTS = { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** A person waits: better an error after twenty seconds, two attempts of ten, than none. */
const PATIENCE = { requestHandler: TIMEOUTS, maxAttempts: 2 };

/** Configuration of an SDK client for a region of the target. */
export function clientConfig({ endpoint }: Target, region: string) {
  if (endpoint === undefined) return { region, ...PATIENCE };
  // The local cloud takes any key that it did not issue itself for the operator's.
  return {
    region,
    ...PATIENCE,
    endpoint,
    disableHostPrefix: true,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  };
}
