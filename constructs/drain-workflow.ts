import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV, type LaneSettings } from '../contracts/environment';
import { drainScheduleName, drainStateMachineName, roleName } from '../contracts/naming';
import { drainWorkflow } from '../workflows/drain';
import type { Bundles } from './bundle';
import { grantStoreMessages } from './ingest-buckets';
import type { IngestQueues } from './ingest-queues';
import { NodeFunction } from './node-function';
import { allow } from './policy';
import type { ProcessingWorkflow } from './processing-workflow';
import type { RecordsTable } from './records-table';
import { RegionalStack } from './regional-stack';
import { retrySettings } from './retry-settings';
import { ServiceRole } from './service-role';
import { StateMachine } from './state-machine';

export interface DrainWorkflowProps {
  settings: Settings;
  bundles: Bundles;
  queues: IngestQueues;
  table: RecordsTable;
  processing: ProcessingWorkflow;
}

/** Least time-out of the plan, seconds: its slowest question takes 1 s to connect and 2 s to answer. */
const MIN_PLAN_SECONDS = 5;

/** Longest time-out of the sweep, seconds: it ends before the next drain's. */
const MAX_SWEEP_SECONDS = 45;

/** The workflow that empties the queues of all ingest regions, started once a minute. */
export class DrainWorkflow extends Construct {
  readonly arn: string;
  private readonly plan: NodeFunction;
  private readonly lane: NodeFunction;
  private readonly sweep: NodeFunction;

  constructor(scope: Construct, id: string, props: DrainWorkflowProps) {
    super(scope, id);
    this.plan = this.createPlan(props);
    this.lane = this.createLane(props);
    this.sweep = this.createSweep(props);
    this.arn = this.createStateMachine(props.settings).arn;
    this.schedule(props.settings.name);
  }

  private createPlan({ settings, bundles, queues, table, processing }: DrainWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'plan', {
      name: settings.name,
      function: 'plan-lanes',
      bundles,
      description: 'Probes the centre and shares out lanes by backlog',
      timeoutSeconds: planSeconds(settings),
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grant(fn, 'dynamodb:GetItem');
    processing.grantProbe(fn);
    queues.grantBacklog(fn);
    fn.wire({ [ENV.maxLanesPerRegion]: String(settings.processing.maxLanesPerRegion) });
    return fn;
  }

  private createLane({ settings, bundles, queues, processing }: DrainWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'lane', {
      name: settings.name,
      function: 'drain-lane',
      bundles,
      description: 'Drains a queue of one region for a while',
      timeoutSeconds: settings.processing.laneTimeoutSeconds,
      // Many sockets at once; CPU for TLS comes with memory.
      memoryMb: 512,
      logRetentionDays: settings.central.logRetentionDays,
    });
    queues.grantDrain(fn);
    grantStoreMessages(fn, RegionalStack.of(this), settings);
    processing.grantRun(fn);
    processing.grantStart(fn);
    fn.wire({ [ENV.laneSettings]: JSON.stringify(laneSettings(settings.processing)) });
    return fn;
  }

  private createSweep({ settings, bundles, queues, table, processing }: DrainWorkflowProps): NodeFunction {
    const fn = new NodeFunction(this, 'sweep', {
      name: settings.name,
      function: 'sweep',
      bundles,
      description: 'Takes up STANDARD captures that are due',
      timeoutSeconds: sweepSeconds(settings),
      logRetentionDays: settings.central.logRetentionDays,
    });
    table.grantDue(fn);
    processing.grantStart(fn);
    queues.grantExhaust(fn);
    fn.wire({ [ENV.retrySettings]: JSON.stringify(retrySettings(settings)) });
    return fn;
  }

  private createStateMachine(settings: Settings): StateMachine {
    return new StateMachine(this, 'express', {
      name: settings.name,
      stateMachineName: drainStateMachineName(settings.name),
      type: 'EXPRESS',
      rolePurpose: 'drain',
      definition: drainWorkflow({
        partition: RegionalStack.of(this).partition,
        planFunctionArn: this.plan.arn,
        laneFunctionArn: this.lane.arn,
        sweepFunctionArn: this.sweep.arn,
        planTimeoutSeconds: planSeconds(settings),
        laneTimeoutSeconds: settings.processing.laneTimeoutSeconds,
        sweepTimeoutSeconds: sweepSeconds(settings),
        executionTimeoutSeconds: settings.processing.drainTimeoutSeconds,
      }),
      statements: [allow(['lambda:InvokeFunction'], [this.plan.arn, this.lane.arn, this.sweep.arn])],
      // One execution a minute, holding nothing but numbers.
      logLevel: 'ALL',
      logData: true,
      logRetentionDays: settings.central.logRetentionDays,
    });
  }

  private schedule(name: string): void {
    const role = new ServiceRole(this, 'schedule-role', {
      name: roleName(name, RegionalStack.of(this).region, 'schedule'),
      service: 'scheduler.amazonaws.com',
      ownAccountOnly: true,
      statements: [allow(['states:StartExecution'], [this.arn])],
    });
    new SchedulerSchedule(this, 'schedule', {
      name: drainScheduleName(name),
      description: 'Drains the ingest regions',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.arn,
        roleArn: role.arn,
        // A drain that was missed is made up for by the next; 60 s is the least that Scheduler allows.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
  }
}

/** Time-out of the plan, seconds: what the drain has beyond its lanes. */
function planSeconds({ processing }: Settings): number {
  return Math.max(MIN_PLAN_SECONDS, processing.drainTimeoutSeconds - processing.laneTimeoutSeconds);
}

/** Time-out of the sweep, seconds: never what a drain waits for longest. */
function sweepSeconds({ processing }: Settings): number {
  return Math.min(MAX_SWEEP_SECONDS, processing.laneTimeoutSeconds);
}

function laneSettings(processing: Settings['processing']): LaneSettings {
  return {
    receiveSeconds: processing.laneReceiveSeconds,
    pollSeconds: processing.pollSeconds,
    polls: processing.lanePolls,
    maxInFlight: processing.laneMaxInFlight,
    executionTimeoutSeconds: processing.expressTimeoutSeconds,
    ...retrySettings({ processing }),
  };
}
