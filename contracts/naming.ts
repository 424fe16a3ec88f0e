/**
 * Physical names of every resource, as pure functions of the deployment's `name` and, where a namespace is
 * global, of account id and region. Both the stacks and the running code take names from here.
 */

/** The capture queue of an ingest region (standard SQS queue). */
export const captureQueueName = (name: string) => `${name}-captures`;

/** The error queue of an ingest region: dead-letter queue of the capture queue and target of exhausted captures. */
export const errorQueueName = (name: string) => `${name}-captures-errors`;

/** The queue of an ingest region's WebSocket messages (FIFO SQS queue). */
export const messageQueueName = (name: string) => `${name}-messages.fifo`;

/** The error queue of the WebSocket messages of an ingest region (FIFO SQS queue). */
export const messageErrorQueueName = (name: string) => `${name}-messages-errors.fifo`;

/** What the queues of an ingest region hold: notifications of captured objects, or WebSocket messages. */
export type QueueKind = 'captures' | 'messages';

/** A region's queue of a kind, and the error queue behind it. */
export const queueNames = (name: string, kind: QueueKind) =>
  kind === 'captures'
    ? { queue: captureQueueName(name), errorQueue: errorQueueName(name) }
    : { queue: messageQueueName(name), errorQueue: messageErrorQueueName(name) };

/** The capture bucket of an ingest region. At most 63 characters, as S3 allows: the configuration bounds name and region. */
export const captureBucketName = (name: string, accountId: string, region: string) =>
  `${name}-captures-${accountId}-${region}`;

/** The records table in the central region. */
export const recordsTableName = (name: string) => `${name}-records`;

/** The token secret: owned by the central stack, replicated under the same name to every ingest region. */
export const tokenSecretName = (name: string) => `${name}-tokens`;

/** The webhook secret: owned and replicated as the token secret is. */
export const webhookSecretName = (name: string) => `${name}-webhooks`;

/** The EXPRESS workflow that drains all ingest regions once. */
export const drainStateMachineName = (name: string) => `${name}-drain`;

/** The STANDARD workflow that reconciles every ingest region's bucket with the records. */
export const reconcileStateMachineName = (name: string) => `${name}-reconcile`;

/** Workflow types of AWS Step Functions. */
export type WorkflowType = 'EXPRESS' | 'STANDARD';

/** The processing workflow of one workflow type. */
export const processingStateMachineName = (name: string, type: WorkflowType) =>
  `${name}-process-${type.toLowerCase()}`;

/** The Lambda functions of a deployment; {@link INGEST_FUNCTIONS} live in every ingest region, the rest in the centre. */
export const FUNCTIONS = [
  'authorizer',
  'jwt-authorizer',
  'get-job',
  'webhook',
  'upload',
  'plan-lanes',
  'drain-lane',
  'claim',
  'process',
  'process-standard',
  'fail',
  'notify',
  'sweep',
  'reconcile',
] as const;
export type FunctionId = (typeof FUNCTIONS)[number];

/** The functions that an ingest region can have. */
export const INGEST_FUNCTIONS: readonly FunctionId[] = [
  'authorizer',
  'jwt-authorizer',
  'get-job',
  'webhook',
  'upload',
];

/** The function that runs user code for each workflow type: apart, so that slow jobs starve no published capture. */
export const PROCESS_FUNCTIONS = {
  EXPRESS: 'process',
  STANDARD: 'process-standard',
} as const satisfies Record<WorkflowType, FunctionId>;

/** Folder in `lambdas/` of a function's code: both Process functions run the same. */
export const functionFolder = (id: FunctionId) =>
  id === PROCESS_FUNCTIONS.STANDARD ? PROCESS_FUNCTIONS.EXPRESS : id;

export const functionName = (name: string, id: FunctionId) => `${name}-${id}`;

/** The event bus for failures that could not be recorded, and the name of its archive. */
export const failureBusName = (name: string) => `${name}-failures`;

/** `source` and `detail-type` of the events on the failure bus; the detail is a {@link ProcessingInput}. */
export const FAILURE_EVENT = { source: 'pillarbox.processing', detailType: 'Failure Not Recorded' } as const;

/** The sparse index of records that want a person's attention. */
export const ATTENTION_INDEX = 'attention';

/** The sparse index of records that a sweep has to look at when they are due. */
export const UNFINISHED_INDEX = 'unfinished';

/** An IAM role's name: IAM is global, so the region is part of it. At most 64 characters. */
export const roleName = (name: string, region: string, purpose: string) => `${name}-${region}-${purpose}`;

/** Log group of a function: the name that Lambda itself would create. */
export const functionLogGroupName = (name: string, id: FunctionId) => `/aws/lambda/${functionName(name, id)}`;

/** Log group of a state machine; the prefix keeps the account's log resource policy short (Step Functions, "Logging"). */
export const stateMachineLogGroupName = (stateMachine: string) => `/aws/vendedlogs/states/${stateMachine}`;

/** The APIs of an ingest region, as their settings, access logs and roles are called. */
export const APIS = ['captures', 'jobs', 'messages'] as const;
export type ApiId = (typeof APIS)[number];

/** Access log of an API of an ingest region. */
export const accessLogGroupName = (name: string, api: ApiId) => `/aws/apigateway/${name}-${api}`;

/** The schedule that starts the drain workflow. */
export const drainScheduleName = (name: string) => `${name}-drain`;

/** The schedule that starts the reconcile workflow. */
export const reconcileScheduleName = (name: string) => `${name}-reconcile`;

/** The rule that has one workflow type process what is replayed from the failure archive. */
export const replayRuleName = (name: string, type: WorkflowType) => `${name}-replay-${type.toLowerCase()}`;

/** The CloudWatch dashboard in the central region. */
export const dashboardName = (name: string) => `${name}-overview`;

/** What a CloudWatch alarm watches, with the deployment in front. */
export const alarmName = (name: string, subject: string) => `${name}-${subject}`;
