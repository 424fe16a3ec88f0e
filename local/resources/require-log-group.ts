import { type LogsService, logGroupName } from '../logs/service';

/** Checks where a stage logs to. @throws Error when it is no log group of the region */
export function requireLogGroup(logs: LogsService, region: string, arn: string): void {
  const name = logGroupName(arn);
  const expected = logs.arnOf(region, name);
  if ((arn !== expected && arn !== `${expected}:*`) || !logs.find(region, name)) {
    throw new Error(`access_log_settings.destination_arn: ${arn} is no log group of ${region}`);
  }
}
