import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { reconcileScheduleName, reconcileStateMachineName, roleName } from '../contracts/naming';
import { reconcileWorkflow } from '../workflows/reconcile';
import type { Bundles } from './bundle';
import { grantListCaptures } from './ingest-buckets';
import type { IngestQueues } from './ingest-queues';
import { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RecordsTable } from './records-table';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { StateMachine } from './state-machine';

/** What the reconcile works on. */
export interface ReconcileWorkflowProps {
  settings: Settings;
  bundles: Bundles;
  queues: IngestQueues;
  table: RecordsTable;
}

/** Time-out of one step, seconds; the function begins pages in the first 20. */
const STEP_SECONDS = 60;

/** What the task waits longer than the function, seconds: a cold start and the way there and back. */
const TASK_GRACE_SECONDS = 5;

/** How long Scheduler tries to start what it could not start at once, seconds. */
const START_WITHIN_SECONDS = 3600;

/** The workflow that looks for captures that nobody holds, started once a day. */
export class ReconcileWorkflow extends Construct {
  readonly arn: string;
  private readonly step: NodeFunction;

  constructor(scope: Construct, id: string, props: ReconcileWorkflowProps) {
    super(scope, id);
    this.step = this.createStep(props);
    this.arn = this.createStateMachine(props.settings).arn;
    this.schedule(props.settings.name);
  }

  private createStep({ settings, bundles, queues, table }: ReconcileWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'step', {
      name: settings.name,
      function: 'reconcile',
      bundles,
      description: 'Puts back captures of one region that nobody holds',
      timeoutSeconds: STEP_SECONDS,
      // Ten calls at a time; CPU for TLS comes with memory.
      memoryMb: 512,
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grant(fn, 'dynamodb:BatchGetItem');
    grantListCaptures(fn, RegionalStack.of(this), settings);
    queues.grantPutBack(fn);
    fn.wire({ [ENV.reconcileMinAgeSeconds]: String(settings.processing.reconcileMinAgeSeconds) });
    return fn;
  }

  private createStateMachine(settings: Settings): StateMachine {
    return new StateMachine(this, 'standard', {
      name: settings.name,
      stateMachineName: reconcileStateMachineName(settings.name),
      type: 'STANDARD',
      rolePurpose: 'reconcile-workflow',
      definition: reconcileWorkflow({
        partition: RegionalStack.of(this).partition,
        reconcileFunctionArn: this.step.arn,
        stepTimeoutSeconds: STEP_SECONDS + TASK_GRACE_SECONDS,
        regions: settings.ingest.map(({ region }) => region),
      }),
      statements: [allow(['lambda:InvokeFunction'], [this.step.arn])],
      // Step Functions keeps the history of STANDARD executions itself.
      logLevel: 'ERROR',
      logData: true,
      logRetentionDays: settings.central.logRetentionDays,
    });
  }

  private schedule(name: string): void {
    const role = new ServiceRole(this, 'schedule-role', {
      name: roleName(name, RegionalStack.of(this).region, 'reconcile-schedule'),
      service: 'scheduler.amazonaws.com',
      ownAccountOnly: true,
      statements: [allow(['states:StartExecution'], [this.arn])],
    });
    new SchedulerSchedule(this, 'schedule', {
      name: reconcileScheduleName(name),
      description: 'Reconciles buckets and records',
      scheduleExpression: 'rate(1 day)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.arn,
        roleArn: role.arn,
        // Two executions at once change nothing, and the next one is a day away.
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: START_WITHIN_SECONDS },
      },
    });
  }
}
