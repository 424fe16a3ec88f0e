import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf, TAGS } from './checks';
import { requireActions, requireAssumable } from './require-permission';
import { soleBlock } from './sole-block';

/** What a logging state machine's role needs (Step Functions Developer Guide, "Using CloudWatch Logs to log execution history"). */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

const LOGGING =
  'executions, with input, output and cause, are answered by ListExecutions and DescribeExecution';

/** `aws_sfn_state_machine`: runs the definition as it is. */
export const awsSfnStateMachine: ResourceType<Services> = {
  type: 'aws_sfn_state_machine',
  attributes: {
    name: 'served',
    definition: 'served',
    role_arn: 'served',
    type: oneOf('EXPRESS', 'STANDARD'),
    'logging_configuration.level': { inert: LOGGING },
    'logging_configuration.include_execution_data': { inert: LOGGING },
    'logging_configuration.log_destination': { inert: LOGGING },
    'tracing_configuration.enabled': { inert: 'the local cloud has no traces' },
    tags: TAGS,
  },
  async create({ region, attributes }, services) {
    const { cloud, iam, states } = services;
    const roleArn = String(attributes.role_arn);
    if (!iam.hasRole(roleArn)) {
      throw new Error(`role_arn: ${roleArn} does not exist`);
    }
    const name = String(attributes.name);
    const type = attributes.type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    const definition = String(attributes.definition);
    await requireAssumable(
      services,
      {
        region,
        roleArn,
        service: 'states.amazonaws.com',
        sourceArn: `arn:${cloud.partition}:states:${region}:${cloud.accountId}:stateMachine:${name}`,
      },
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    );
    if (String(soleBlock(attributes.logging_configuration).level ?? 'OFF') !== 'OFF') {
      const complaint = 'The state machine IAM Role is not authorized to access the Log Destination';
      await requireActions(services, { region, service: 'logs', roleArn, actions: LOG_DELIVERY, complaint });
    }
    const { arn } = states.createStateMachine(region, { name, type, roleArn, definition });
    return { id: arn, arn, name };
  },
};
