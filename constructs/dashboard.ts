import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import {
  captureQueueName,
  dashboardName,
  errorQueueName,
  FUNCTIONS,
  functionName,
} from '../contracts/naming';

export interface DashboardProps {
  settings: Pick<Settings, 'name' | 'central' | 'ingest'>;
  /** ARNs of the drain and the processing workflow. */
  drainArn: string;
  processingArn: string;
}

/** `[namespace, metric, dimension, value, …, options]`, CloudWatch's notation of one line in a graph. */
type Metric = (string | Record<string, string>)[];

/** Graphs are laid out on 24 columns, two side by side. */
const WIDTH = 12;
const HEIGHT = 6;

/** What waits in every region and what the centre makes of it, on one page. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { settings, drainArn, processingArn }: DashboardProps) {
    super(scope, id);
    const { name, ingest } = settings;
    const regions = ingest.map(({ region }) => region);
    const queue = (metric: string, queueName: string): Metric[] =>
      regions.map((region) => ['AWS/SQS', metric, 'QueueName', queueName, { region, label: region }]);
    const states = (arn: string): Metric[] =>
      ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'].map((metric) => [
        'AWS/States',
        metric,
        'StateMachineArn',
        arn,
      ]);
    const functions = FUNCTIONS.filter((fn) => fn !== 'authorizer');
    const lambda = (metric: string): Metric[] =>
      functions.map((fn) => ['AWS/Lambda', metric, 'FunctionName', functionName(name, fn), { label: fn }]);

    const graph = (title: string, stat: string, metrics: Metric[], index: number) => ({
      type: 'metric',
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { title, region: settings.central.region, stat, period: 60, metrics },
    });
    const graphs: [title: string, stat: string, metrics: Metric[]][] = [
      ['Waiting captures', 'Maximum', queue('ApproximateNumberOfMessagesVisible', captureQueueName(name))],
      [
        'Age of the oldest capture, s',
        'Maximum',
        queue('ApproximateAgeOfOldestMessage', captureQueueName(name)),
      ],
      ['Error queues', 'Maximum', queue('ApproximateNumberOfMessagesVisible', errorQueueName(name))],
      ['Captured', 'Sum', queue('NumberOfMessagesSent', captureQueueName(name))],
      ['Drain', 'Sum', states(drainArn)],
      ['Processing', 'Sum', states(processingArn)],
      ['Function errors', 'Sum', lambda('Errors')],
      ['Function throttles', 'Sum', lambda('Throttles')],
    ];
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: dashboardName(name),
      dashboardBody: JSON.stringify({ widgets: graphs.map((args, index) => graph(...args, index)) }),
    });
  }
}
