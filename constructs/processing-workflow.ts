import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { processingStateMachineName, type WorkflowType } from '../contracts/naming';
import { processingWorkflow } from '../workflows/processing';
import type { FailureBus } from './failure-bus';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import {
  bookkeepingSeconds,
  claimVariables,
  createClaim,
  createFail,
  createNotify,
  createProcess,
  type ProcessingFunctionsProps,
} from './processing-functions';
import { RegionalStack } from './regional-stack';
import { StateMachine } from './state-machine';

export interface ProcessingWorkflowProps extends ProcessingFunctionsProps {
  failures: FailureBus;
}

/** What the roles of the state machines are called by: the STANDARD Process function has its own role of that name. */
const ROLE_PURPOSES: Record<WorkflowType, string> = {
  EXPRESS: 'process-express',
  STANDARD: 'standard-workflow',
};

/** The workflow that processes one capture, once as EXPRESS and once as STANDARD, with the functions that only it calls. */
export class ProcessingWorkflow extends Construct {
  /** ARN of the state machine of each type. */
  readonly arns: Record<WorkflowType, string>;
  private readonly claim: NodeFunction;
  private readonly process: Record<WorkflowType, NodeFunction>;
  private readonly fail: NodeFunction;
  private readonly notify: NodeFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ProcessingWorkflowProps,
  ) {
    super(scope, id);
    this.claim = createClaim(this, props);
    this.process = {
      EXPRESS: createProcess(this, 'EXPRESS', props),
      STANDARD: createProcess(this, 'STANDARD', props),
    };
    this.fail = createFail(this, props);
    this.notify = createNotify(this, props);
    this.arns = {
      EXPRESS: this.createStateMachine('EXPRESS', props).arn,
      STANDARD: this.createStateMachine('STANDARD', props).arn,
    };
  }

  /** Lets a function run the EXPRESS workflow and wait for its outcome. */
  grantRun(fn: NodeFunction): void {
    const { EXPRESS } = this.arns;
    fn.wire({ [ENV.processingArn]: EXPRESS }, allow(['states:StartSyncExecution'], [EXPRESS]));
  }

  /** Lets a function claim captures for executions of the STANDARD workflow, and start those. */
  grantStart(fn: NodeFunction): void {
    const { STANDARD } = this.arns;
    this.props.table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    fn.wire(
      { [ENV.standardArn]: STANDARD, ...claimVariables(this.props.settings) },
      allow(['states:StartExecution'], [STANDARD]),
    );
  }

  /** Lets a function ask Process whether it can run. */
  grantProbe(fn: NodeFunction): void {
    const { EXPRESS } = this.process;
    fn.wire({ [ENV.processFunction]: EXPRESS.physicalName }, allow(['lambda:InvokeFunction'], [EXPRESS.arn]));
  }

  private createStateMachine(
    type: WorkflowType,
    { settings, table, failures }: ProcessingWorkflowProps,
  ): StateMachine {
    const id = type.toLowerCase();
    const functions = { claim: this.claim.arn, process: this.process[type].arn, fail: this.fail.arn };
    // Messages are processed by EXPRESS workflows alone.
    const notifyFunctionArn = type === 'EXPRESS' ? this.notify.arn : undefined;
    return new StateMachine(this, id, {
      name: settings.name,
      stateMachineName: processingStateMachineName(settings.name, type),
      type,
      rolePurpose: ROLE_PURPOSES[type],
      definition: processingWorkflow({
        partition: RegionalStack.of(this).partition,
        claimFunctionArn: functions.claim,
        processFunctionArn: functions.process,
        failFunctionArn: functions.fail,
        notifyFunctionArn,
        tableName: table.name,
        failureBusName: failures.name,
        ...timeouts(type, settings),
      }),
      statements: [
        allow(
          ['lambda:InvokeFunction'],
          [...Object.values(functions), ...(notifyFunctionArn === undefined ? [] : [notifyFunctionArn])],
        ),
        allow(['dynamodb:UpdateItem'], [table.arn]),
        allow(['events:PutEvents'], [failures.arn]),
      ],
      logLevel: 'ERROR',
      logData: false,
      logRetentionDays: settings.central.logRetentionDays,
    });
  }
}

/** Time-outs of the tasks and of the whole. */
function timeouts(type: WorkflowType, settings: Settings) {
  const { processing } = settings;
  const bookkeepingTimeoutSeconds = bookkeepingSeconds(settings) + 1;
  return type === 'EXPRESS'
    ? {
        executionTimeoutSeconds: processing.expressTimeoutSeconds,
        processTaskTimeoutSeconds: processing.processTaskTimeoutSeconds,
        bookkeepingTimeoutSeconds,
      }
    : {
        executionTimeoutSeconds: processing.standardTimeoutSeconds,
        processTaskTimeoutSeconds: processing.standardProcessTaskTimeoutSeconds,
        bookkeepingTimeoutSeconds,
      };
}
