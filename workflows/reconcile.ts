/** Name of the error by which an execution ends that could not reconcile every region. */
const RECONCILE_FAILED = 'ReconcileFailed';

/** Regions at the same time: a daily task leaves the account's concurrency to the drain. */
const REGIONS_AT_ONCE = 10;

/** A step can be repeated: what it puts back twice is processed once. Longer trouble is for the next day. */
const RETRY_STEP = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
];

/** What the workflow is made from. */
export interface ReconcileWorkflowProps {
  partition: string;
  reconcileFunctionArn: string;
  /** Time-out of the task of one step, seconds; above the function's. */
  stepTimeoutSeconds: number;
  /** Ingest regions. */
  regions: string[];
}

/**
 * Reconciles all regions once, in Amazon States Language: step by step through each bucket, regions side by side. One that
 * fails stops no other, but ends the execution as FAILED when all are through.
 */
export function reconcileWorkflow(props: ReconcileWorkflowProps) {
  return {
    Comment:
      'Puts back captures without a terminal record that nobody holds; one dead region stops no other.',
    StartAt: 'Regions',
    States: {
      Regions: { Type: 'Pass', Result: { regions: props.regions }, Next: 'Reconcile regions' },
      'Reconcile regions': {
        Type: 'Map',
        ItemsPath: '$.regions',
        ItemSelector: { 'region.$': '$$.Map.Item.Value' },
        MaxConcurrency: REGIONS_AT_ONCE,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...reconcileRegion(props) },
        Next: 'Look back',
      },
      'Look back': {
        Type: 'Pass',
        Parameters: { 'regions.$': '$', 'anyFailed.$': "States.ArrayContains($[*].outcome, 'FAILED')" },
        Next: 'All reconciled?',
      },
      'All reconciled?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.anyFailed', BooleanEquals: true, Next: 'Explain' }],
        Default: 'Reconciled',
      },
      Reconciled: { Type: 'Succeed', OutputPath: '$.regions' },
      Explain: {
        Type: 'Pass',
        Parameters: { 'cause.$': 'States.JsonToString($.regions)' },
        Next: 'Not reconciled',
      },
      'Not reconciled': { Type: 'Fail', Error: RECONCILE_FAILED, CausePath: '$.cause' },
    },
  };
}

/** One region: a step, and another one from its cursor, until there is none. Answers whether that failed. */
function reconcileRegion(props: ReconcileWorkflowProps) {
  return {
    StartAt: 'Reconcile step',
    States: {
      'Reconcile step': {
        Type: 'Task',
        Resource: `arn:${props.partition}:states:::lambda:invoke`,
        Parameters: { FunctionName: props.reconcileFunctionArn, 'Payload.$': '$' },
        OutputPath: '$.Payload',
        TimeoutSeconds: props.stepTimeoutSeconds,
        Retry: RETRY_STEP,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Region failed' }],
        Next: 'More?',
      },
      'More?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.cursor', IsPresent: true, Next: 'Next step' }],
        Default: 'Region reconciled',
      },
      'Next step': {
        Type: 'Pass',
        Parameters: { 'region.$': '$.region', 'cursor.$': '$.cursor' },
        Next: 'Reconcile step',
      },
      'Region reconciled': {
        Type: 'Pass',
        Parameters: { 'region.$': '$.region', outcome: 'RECONCILED' },
        End: true,
      },
      'Region failed': {
        Type: 'Pass',
        Parameters: { 'region.$': '$.region', outcome: 'FAILED', 'error.$': '$.error.Error' },
        End: true,
      },
    },
  };
}
