import type { Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { LogsService } from './service';

/** Where a service writes its log, and as whom. */
export interface LogWriterProps {
  cloud: Pick<Cloud, 'gate' | 'now'>;
  logs: Pick<LogsService, 'put' | 'arnOf'>;
  region: string;
  group: string;
  stream: string;
  /** The role that pays for it. @throws AwsError when it cannot be assumed */
  caller(): Caller | Promise<Caller>;
}

/** Writes one log stream with a role's permissions. What the role may not write is lost, as on AWS. */
export class LogWriter {
  private stream?: Promise<void>;

  constructor(private readonly props: LogWriterProps) {}

  /** Returns at once; lines keep their order. */
  write(message: string): void {
    const { cloud, logs, region, group, stream } = this.props;
    const event = { timestamp: cloud.now(), stream, message };
    this.stream ??= this.pass('logs:CreateLogStream', () => undefined);
    const written = this.stream.then(() =>
      this.pass('logs:PutLogEvents', () => logs.put(region, group, event)),
    );
    written.catch(() => {
      this.stream = undefined;
    });
  }

  private async pass(action: string, work: () => void): Promise<void> {
    const { cloud, logs, region, group, stream, caller } = this.props;
    const resource = `${logs.arnOf(region, group)}:log-stream:${stream}`;
    await cloud.gate.run({ region, service: 'logs', action, resource, caller: await caller() }, work);
  }
}
