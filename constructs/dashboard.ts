import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import {
  captureQueueName,
  dashboardName,
  errorQueueName,
  FUNCTIONS,
  functionName,
  INGEST_FUNCTIONS,
  messageErrorQueueName,
  messageQueueName,
  type WorkflowType,
} from '../contracts/naming';

export interface DashboardProps {
  settings: Pick<Settings, 'name' | 'central' | 'ingest'>;
  /** ARNs of the drain and the processing workflows. */
  drainArn: string;
  processingArns: Record<WorkflowType, string>;
}

/** `[namespace, metric, dimension, value, …, options]`, CloudWatch's notation of one line in a graph. */
type Metric = (string | Record<string, string>)[];

interface Graph {
  title: string;
  stat: 'Maximum' | 'Sum';
  metrics: Metric[];
}

/** Graphs are laid out on 24 columns, two side by side. */
const WIDTH = 12;
const HEIGHT = 6;

/** What waits in every region and what the centre makes of it, on one page. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { name, central } = props.settings;
    const widgets = [...queueGraphs(props), ...workflowGraphs(props), ...functionGraphs(name)].map(
      (graph, index) => widget(graph, index, central.region),
    );
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: dashboardName(name),
      dashboardBody: JSON.stringify({ widgets }),
    });
  }
}

/** One line per ingest region. */
function queueGraphs({ settings: { name, ingest } }: DashboardProps): Graph[] {
  const metrics = (metric: string, queueName: string): Metric[] =>
    ingest.map(({ region }) => ['AWS/SQS', metric, 'QueueName', queueName, { region, label: region }]);
  const captures = captureQueueName(name);
  const messages = messageQueueName(name);
  return [
    {
      title: 'Waiting captures',
      stat: 'Maximum',
      metrics: metrics('ApproximateNumberOfMessagesVisible', captures),
    },
    {
      title: 'Age of the oldest capture, s',
      stat: 'Maximum',
      metrics: metrics('ApproximateAgeOfOldestMessage', captures),
    },
    {
      title: 'Error queues',
      stat: 'Maximum',
      metrics: metrics('ApproximateNumberOfMessagesVisible', errorQueueName(name)),
    },
    { title: 'Captured', stat: 'Sum', metrics: metrics('NumberOfMessagesSent', captures) },
    {
      title: 'Waiting WebSocket messages',
      stat: 'Maximum',
      metrics: metrics('ApproximateNumberOfMessagesVisible', messages),
    },
    {
      title: 'Age of the oldest WebSocket message, s',
      stat: 'Maximum',
      metrics: metrics('ApproximateAgeOfOldestMessage', messages),
    },
    {
      title: 'Error queues of WebSocket messages',
      stat: 'Maximum',
      metrics: metrics('ApproximateNumberOfMessagesVisible', messageErrorQueueName(name)),
    },
    {
      title: 'WebSocket messages',
      stat: 'Sum',
      metrics: metrics('NumberOfMessagesSent', messages),
    },
  ];
}

function workflowGraphs({ drainArn, processingArns }: DashboardProps): Graph[] {
  const metrics = (arn: string): Metric[] =>
    ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'].map((metric) => [
      'AWS/States',
      metric,
      'StateMachineArn',
      arn,
    ]);
  return [
    { title: 'Drain', stat: 'Sum', metrics: metrics(drainArn) },
    { title: 'Processing', stat: 'Sum', metrics: metrics(processingArns.EXPRESS) },
    { title: 'Jobs', stat: 'Sum', metrics: metrics(processingArns.STANDARD) },
  ];
}

/** One line per function of the centre. */
function functionGraphs(name: string): Graph[] {
  const metrics = (metric: string): Metric[] =>
    FUNCTIONS.filter((id) => !INGEST_FUNCTIONS.includes(id)).map((id) => [
      'AWS/Lambda',
      metric,
      'FunctionName',
      functionName(name, id),
      { label: id },
    ]);
  return [
    { title: 'Function errors', stat: 'Sum', metrics: metrics('Errors') },
    { title: 'Function throttles', stat: 'Sum', metrics: metrics('Throttles') },
  ];
}

function widget({ title, stat, metrics }: Graph, index: number, region: string) {
  return {
    type: 'metric',
    x: (index % 2) * WIDTH,
    y: Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, region, stat, period: 60, metrics },
  };
}
