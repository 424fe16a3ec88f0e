import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { alarmName, functionName } from '../contracts/naming';
import { runbook } from './runbook';

export interface DrainAlarmsProps {
  /** The deployment's name. */
  name: string;
  /** ARN of the drain workflow. */
  stateMachineArn: string;
}

/** Alarms on the drain itself: it fails, it is cut short, nobody starts it, or its sweep does not get through. */
export class DrainAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, stateMachineArn }: DrainAlarmsProps) {
    super(scope, id);
    const drain = {
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: stateMachineArn },
      statistic: 'Sum',
      threshold: 0,
    };
    const breaksDown = {
      ...drain,
      // Three minutes in a row: a single one is made up for by the next.
      period: 60,
      evaluationPeriods: 3,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
    };
    new CloudwatchMetricAlarm(this, 'failed', {
      alarmName: alarmName(name, 'drain-failed'),
      alarmDescription: `The drain workflow fails: the plan cannot be made. ${runbook('drain-failed')}`,
      metricName: 'ExecutionsFailed',
      ...breaksDown,
    });
    new CloudwatchMetricAlarm(this, 'timed-out', {
      alarmName: alarmName(name, 'drain-timed-out'),
      alarmDescription: `The drain workflow is cut short by its time-out. ${runbook('drain-timed-out')}`,
      metricName: 'ExecutionsTimedOut',
      ...breaksDown,
    });
    new CloudwatchMetricAlarm(this, 'missing', {
      alarmName: alarmName(name, 'drain-missing'),
      alarmDescription: `Nobody has started the drain workflow for five minutes. ${runbook('drain-missing')}`,
      metricName: 'ExecutionsStarted',
      ...drain,
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: 'LessThanOrEqualToThreshold',
      treatMissingData: 'breaching',
    });
    new CloudwatchMetricAlarm(this, 'sweep-failed', {
      alarmName: alarmName(name, 'sweep-failed'),
      alarmDescription: `The sweep of every drain fails: jobs that failed or were broken off do not go on. ${runbook('sweep-failed')}`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: functionName(name, 'sweep') },
      statistic: 'Sum',
      threshold: 0,
      period: 60,
      // Five minutes in a row: what throttling leaves is made up for by the next.
      evaluationPeriods: 5,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
    });
  }
}
