import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { processingStateMachineName } from '../contracts/naming';
import { processingWorkflow } from '../workflows/processing';
import type { Bundles } from './bundle';
import type { FailureBus } from './failure-bus';
import { grantReadCaptures } from './ingest-buckets';
import { NodeFunction } from './node-function';
import { allow, type Statement } from './policy';
import type { RecordsTable } from './records-table';
import { RegionalStack } from './regional-stack';
import { StateMachine } from './state-machine';

export interface ProcessingWorkflowProps {
  settings: Settings;
  bundles: Bundles;
  table: RecordsTable;
  failures: FailureBus;
}

const DAY_SECONDS = 86_400;

/** Least time-out of a function that only reads and writes records, seconds: a cold start and a retried call. */
const MIN_BOOKKEEPING_SECONDS = 3;

/** The EXPRESS workflow that processes one capture, with the functions that only it calls. */
export class ProcessingWorkflow extends Construct {
  readonly arn: string;
  private readonly claim: NodeFunction;
  private readonly process: NodeFunction;
  private readonly fail: NodeFunction;

  constructor(scope: Construct, id: string, props: ProcessingWorkflowProps) {
    super(scope, id);
    this.claim = this.createClaim(props);
    this.process = this.createProcess(props);
    this.fail = this.createFail(props);
    this.arn = this.createStateMachine(props).arn;
  }

  /** Lets a function run the workflow and wait for its outcome. */
  grantRun(fn: NodeFunction): void {
    fn.wire({ [ENV.processingArn]: this.arn }, allow(['states:StartSyncExecution'], [this.arn]));
  }

  /** Lets a function ask Process whether it can run. */
  grantProbe(fn: NodeFunction): void {
    fn.wire(
      { [ENV.processFunction]: this.process.physicalName },
      allow(['lambda:InvokeFunction'], [this.process.arn]),
    );
  }

  private createClaim({ settings, bundles, table }: ProcessingWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'claim', {
      name: settings.name,
      function: 'claim',
      bundles,
      description: 'Claims a capture for one attempt',
      timeoutSeconds: bookkeepingSeconds(settings),
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    fn.wire({
      [ENV.leaseSeconds]: String(settings.processing.leaseSeconds),
      [ENV.recordRetentionSeconds]: recordRetention(settings),
    });
    return fn;
  }

  private createProcess({ settings, bundles, table }: ProcessingWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'process', {
      name: settings.name,
      function: 'process',
      bundles,
      description: 'Reads a capture and runs its processor',
      timeoutSeconds: settings.processing.processTimeoutSeconds,
      // User code runs here, on up to 10 MB.
      memoryMb: 1024,
      reservedConcurrency: settings.processing.reservedConcurrency,
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grant(fn, 'dynamodb:GetItem', 'dynamodb:PutItem');
    grantReadCaptures(fn, RegionalStack.of(this), settings);
    fn.wire({ [ENV.recordRetentionSeconds]: recordRetention(settings) });
    return fn;
  }

  private createFail({ settings, bundles, table }: ProcessingWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'fail', {
      name: settings.name,
      function: 'fail',
      bundles,
      description: 'Records why an attempt failed, or gives it back',
      timeoutSeconds: bookkeepingSeconds(settings),
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    return fn;
  }

  private createStateMachine({ settings, table, failures }: ProcessingWorkflowProps): StateMachine {
    const { expressTimeoutSeconds, processTaskTimeoutSeconds } = settings.processing;
    return new StateMachine(this, 'express', {
      name: settings.name,
      stateMachineName: processingStateMachineName(settings.name, 'EXPRESS'),
      type: 'EXPRESS',
      rolePurpose: 'process-express',
      definition: processingWorkflow({
        partition: RegionalStack.of(this).partition,
        claimFunctionArn: this.claim.arn,
        processFunctionArn: this.process.arn,
        failFunctionArn: this.fail.arn,
        tableName: table.name,
        failureBusName: failures.name,
        executionTimeoutSeconds: expressTimeoutSeconds,
        processTaskTimeoutSeconds,
        bookkeepingTimeoutSeconds: bookkeepingSeconds(settings) + 1,
      }),
      statements: this.tasks(table, failures),
      logLevel: 'ERROR',
      logData: false,
      logRetentionDays: settings.central.logRetentionDays,
    });
  }

  private tasks(table: RecordsTable, failures: FailureBus): Statement[] {
    return [
      allow(['lambda:InvokeFunction'], [this.claim.arn, this.process.arn, this.fail.arn]),
      allow(['dynamodb:UpdateItem'], [table.arn]),
      allow(['events:PutEvents'], [failures.arn]),
    ];
  }
}

/** Time-out of Claim and Fail, seconds: the part of an execution that is not user code's. */
function bookkeepingSeconds({ processing }: Settings): number {
  return Math.max(
    MIN_BOOKKEEPING_SECONDS,
    processing.expressTimeoutSeconds - processing.processTaskTimeoutSeconds,
  );
}

function recordRetention({ retention }: Settings): string {
  return String(retention.recordDays * DAY_SECONDS);
}
