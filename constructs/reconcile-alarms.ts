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

/** A day: the alarm stays until the next execution has shown that all is well. */
const PERIOD_SECONDS = 86_400;

/** The alarm on the reconcile: a region was not looked through to its end. */
export class ReconcileAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, stateMachineArn }: ReconcileAlarmsProps) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, 'failed', {
      alarmName: alarmName(name, 'reconcile-failed'),
      alarmDescription: `The daily reconcile did not get through every region. ${runbook('reconcile-failed')}`,
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensions: { StateMachineArn: stateMachineArn },
      statistic: 'Sum',
      period: PERIOD_SECONDS,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
    });
  }
}
