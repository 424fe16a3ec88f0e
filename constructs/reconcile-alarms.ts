import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { alarmName } from '../contracts/naming';
import { runbook } from './runbook';

/** Which workflow is watched. */
export interface ReconcileAlarmsProps {
  /** The deployment's name. */
  name: string;
  /** ARN of the reconcile workflow. */
  stateMachineArn: string;
}

/** The workflow's period, seconds: an alarm stays until the next execution has shown that all is well. */
const PERIOD_SECONDS = 86_400;

/** Alarms on the reconcile: a region was not looked through to its end, or nobody has looked for two days. */
export class ReconcileAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, stateMachineArn }: ReconcileAlarmsProps) {
    super(scope, id);
    const reconcile = {
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: stateMachineArn },
      statistic: 'Sum',
      period: PERIOD_SECONDS,
      threshold: 0,
    };
    new CloudwatchMetricAlarm(this, 'failed', {
      alarmName: alarmName(name, 'reconcile-failed'),
      alarmDescription: `The daily reconcile did not get through every region. ${runbook('reconcile-failed')}`,
      metricName: 'ExecutionsFailed',
      ...reconcile,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
    });
    new CloudwatchMetricAlarm(this, 'missing', {
      alarmName: alarmName(name, 'reconcile-missing'),
      alarmDescription: `No reconcile has come to a good end for two days. ${runbook('reconcile-missing')}`,
      metricName: 'ExecutionsSucceeded',
      ...reconcile,
      // Two: executions a day apart may fall on both sides of one period.
      evaluationPeriods: 2,
      comparisonOperator: 'LessThanOrEqualToThreshold',
      treatMissingData: 'breaching',
    });
  }
}
