import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import { serveJson } from '../protocol/json-service';
import { type LogEvent, LogGroup } from './log-store';
import { logsOperations } from './operations';

/** CloudWatch Logs of all regions, in memory. */
export class LogsService implements AwsService {
  private readonly groups = new Map<string, LogGroup>();

  constructor(private readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    return serveJson(
      { service: 'logs', operations: logsOperations, gate: this.cloud.gate, state: this },
      request,
    );
  }

  /** Creates a log group unless it exists. Returns its ARN, without the `:*` that AWS appends in some places. */
  createLogGroup(region: string, name: string): string {
    const key = `${region}/${name}`;
    if (!this.groups.has(key)) this.groups.set(key, new LogGroup());
    return this.arnOf(region, name);
  }

  /** Adds an event; a missing group is created, as Lambda does on AWS. */
  put(region: string, group: string, event: LogEvent): void {
    const key = `${region}/${group}`;
    let found = this.groups.get(key);
    if (!found) {
      found = new LogGroup();
      this.groups.set(key, found);
    }
    found.add(event);
  }

  find(region: string, group: string): LogGroup | undefined {
    return this.groups.get(`${region}/${group}`);
  }

  /** Regions and names of all groups. */
  list(): { region: string; name: string }[] {
    return [...this.groups.keys()].map((key) => {
      const slash = key.indexOf('/');
      return { region: key.slice(0, slash), name: key.slice(slash + 1) };
    });
  }

  arnOf(region: string, name: string): string {
    const { partition, accountId } = this.cloud;
    return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
  }
}

/** Name of a log group from its ARN, with or without `:*` at its end. */
export function logGroupName(arn: string): string {
  return arn.split(':')[6] ?? '';
}
