import { CloudwatchEventArchive } from '@cdktf/provider-aws/lib/cloudwatch-event-archive';
import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { STANDARD_CHANNELS } from '../contracts/capture';
import {
  FAILURE_EVENT,
  failureBusName,
  replayRuleName,
  roleName,
  type WorkflowType,
} from '../contracts/naming';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';

export interface FailureBusProps {
  settings: Pick<Settings, 'name' | 'retention'>;
}

/** Which channels a type of workflow is for, as an event pattern: every capture of the archive matches one of them. */
const CHANNELS_OF: Record<WorkflowType, unknown[]> = {
  EXPRESS: [{ 'anything-but': STANDARD_CHANNELS }],
  STANDARD: STANDARD_CHANNELS,
};

/** Where captures go whose failure could not be recorded: a bus whose archive keeps them until they are replayed. */
export class FailureBus extends Construct {
  readonly arn: string;
  readonly name: string;
  private readonly deployment: string;

  constructor(scope: Construct, id: string, { settings }: FailureBusProps) {
    super(scope, id);
    const bus = new CloudwatchEventBus(this, 'bus', { name: failureBusName(settings.name) });
    new CloudwatchEventArchive(this, 'archive', {
      name: failureBusName(settings.name),
      eventSourceArn: bus.arn,
      retentionDays: settings.retention.recordDays,
    });
    this.deployment = settings.name;
    this.arn = bus.arn;
    this.name = bus.name;
  }

  /**
   * Starts the workflow of its channel for every capture that a person replays from the archive, and for nothing else.
   * @param stateMachineArns the processing workflow of each type
   */
  replayTo(stateMachineArns: Record<WorkflowType, string>): void {
    const role = new ServiceRole(this, 'replay-role', {
      name: roleName(this.deployment, RegionalStack.of(this).region, 'replay'),
      service: 'events.amazonaws.com',
      ownAccountOnly: true,
      statements: [allow(['states:StartExecution'], Object.values(stateMachineArns))],
    });
    this.replay('EXPRESS', stateMachineArns.EXPRESS, role);
    this.replay('STANDARD', stateMachineArns.STANDARD, role);
  }

  private replay(type: WorkflowType, stateMachineArn: string, role: ServiceRole): void {
    const id = `replay-${type.toLowerCase()}`;
    const rule = new CloudwatchEventRule(this, id, {
      name: replayRuleName(this.deployment, type),
      description: `Processes what is replayed from the failure archive on ${type} workflows`,
      eventBusName: this.name,
      eventPattern: JSON.stringify({
        source: [FAILURE_EVENT.source],
        'detail-type': [FAILURE_EVENT.detailType],
        'replay-name': [{ exists: true }],
        detail: { channel: CHANNELS_OF[type] },
      }),
    });
    new CloudwatchEventTarget(this, `${id}-target`, {
      rule: rule.name,
      eventBusName: this.name,
      targetId: 'processing',
      arn: stateMachineArn,
      roleArn: role.arn,
      inputPath: '$.detail',
    });
  }
}
