import { assumeRole } from '../core/assume-role';
import { LogWriter } from '../logs/log-writer';
import { logGroupName } from '../logs/service';
import { API_GATEWAY } from './assumption';
import type { ApiServices } from './services';
import { compileSimpleTemplate, type SimpleTemplate } from './simple-template';

/** Where a stage logs to, and how. */
export interface AccessLogProps {
  region: string;
  apiId: string;
  destinationArn: string;
  format: string;
  /** Role of the account's API Gateway setting in the region; undefined while it belongs to somebody else. */
  accountRole(): string | undefined;
}

/** The access log of a stage: one line per request. */
export class AccessLog {
  private readonly writer: LogWriter;
  private readonly render: SimpleTemplate;

  constructor(
    { region, apiId, destinationArn, format, accountRole }: AccessLogProps,
    { cloud, logs }: Pick<ApiServices, 'cloud' | 'logs'>,
  ) {
    const group = logGroupName(destinationArn);
    const caller = () => {
      const roleArn = accountRole();
      return roleArn === undefined
        ? { principal: `arn:${cloud.partition}:iam::${cloud.accountId}:root` }
        : assumeRole(cloud, { region, roleArn, ...API_GATEWAY });
    };
    this.writer = new LogWriter({ cloud, logs, region, group, stream: apiId, caller });
    // CloudWatch access logs show a dash for what is not set.
    this.render = compileSimpleTemplate(format, '-');
  }

  /** Writes what a request's context has of the format. */
  write(context: object): void {
    this.writer.write(this.render(context));
  }
}
