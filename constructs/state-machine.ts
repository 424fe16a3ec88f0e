import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import { roleName, stateMachineLogGroupName, type WorkflowType } from '../contracts/naming';
import type { Statement } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { allowUnrestricted } from './unrestricted';

export interface StateMachineProps {
  /** The deployment's name. */
  name: string;
  /** Physical name of the state machine. */
  stateMachineName: string;
  type: WorkflowType;
  /** Amazon States Language. */
  definition: object;
  /** Short name of the role's purpose. */
  rolePurpose: string;
  /** What its tasks may do. */
  statements: Statement[];
  /** Which events are logged: all, or failures. */
  logLevel: 'ALL' | 'ERROR';
  /** Whether inputs and outputs are logged; no for whatever carries results of user code. */
  logData: boolean;
  /** Days that its log is kept: a value CloudWatch Logs accepts. */
  logRetentionDays: number;
}

/** A Step Functions workflow with its own role, logged and traced. */
export class StateMachine extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      name: roleName(props.name, RegionalStack.of(this).region, props.rolePurpose),
      service: 'states.amazonaws.com',
      ownAccountOnly: true,
      statements: [
        ...props.statements,
        allowUnrestricted('logDelivery'),
        allowUnrestricted('workflowTracing'),
      ],
    });
    const log = new CloudwatchLogGroup(this, 'log', {
      name: stateMachineLogGroupName(props.stateMachineName),
      retentionInDays: props.logRetentionDays,
    });
    this.arn = new SfnStateMachine(this, 'workflow', {
      name: props.stateMachineName,
      type: props.type,
      roleArn: role.arn,
      definition: JSON.stringify(props.definition),
      loggingConfiguration: {
        level: props.logLevel,
        includeExecutionData: props.logData,
        logDestination: `${log.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      // Step Functions tries the logging permissions out when it creates the workflow.
      dependsOn: [role.policy],
    }).arn;
  }
}
