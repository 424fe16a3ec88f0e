import type { Effect, NewFault } from '../../../local/faults/fault';

/** What makes a deployment make a call. */
export type Occasion =
  /** It is made again and again anyway. */
  | 'any time'
  /** Captures of every kind, one of them delivered twice. */
  | 'captures'
  /** A message that nobody can read. */
  | 'unreadable message'
  /** A Claim that dies before it has claimed. */
  | 'claim that dies'
  /** A WebSocket message that is processed, and one that is delivered twice. */
  | 'messages'
  /** A failure that cannot be recorded. */
  | 'failure not recorded'
  /** A replay of the failure archive. */
  | 'replay'
  /** A capture that nobody holds, and a step of a reconcile. */
  | 'reconcile'
  /** The reconcile of every region. */
  | 'daily reconcile';

/** A call that is throttled, and when it is made. */
export interface ThrottledCall {
  /** Purpose of the calling role. */
  role: string;
  action: string;
  occasion: Occasion;
  /** Calls that are throttled. Nine, of four at a time: one of them at least has used up its three attempts. @default 9 */
  times?: number;
  /** Function that makes the call only once in its life: it begins a new one. */
  afresh?: string;
  /** Whether a message or a lease is waited for afterwards; the others that follow pass the time. */
  slow?: true;
}

/** As long as it lasts, for whatever else fails meanwhile would have its share of a number. */
export const NO_FAILURE_RECORDED: NewFault = {
  action: 'dynamodb:UpdateItem',
  principal: '*-fail',
  effect: { fail: 'ThrottlingException' },
};

/** An SDK client makes three attempts: where there is one call at a time it takes no more to have it fail. */
export const ONE_CALL = 3;

/** A post to a connection is tried four times. */
export const FOUR_TRIES = 4;

/** Every call that a deployment makes behind its 202, in the order in which they are throttled. */
export const THROTTLED_CALLS: ThrottledCall[] = [
  { role: 'plan-lanes', action: 'sqs:GetQueueUrl', occasion: 'any time', afresh: 'e2e-plan-lanes' },
  { role: 'drain-lane', action: 'sqs:GetQueueUrl', occasion: 'any time', afresh: 'e2e-drain-lane' },
  {
    role: 'reconcile',
    action: 'sqs:GetQueueUrl',
    occasion: 'reconcile',
    times: ONE_CALL,
    afresh: 'e2e-reconcile',
  },
  {
    role: 'drain-lane',
    action: 'sqs:SendMessage',
    occasion: 'unreadable message',
    times: ONE_CALL,
    slow: true,
  },
  { role: 'drain-lane', action: 'sqs:DeleteMessage', occasion: 'captures', times: ONE_CALL },
  {
    role: 'drain-lane',
    action: 'sqs:ChangeMessageVisibility',
    occasion: 'captures',
    times: ONE_CALL,
    slow: true,
  },
  { role: 'fail', action: 'dynamodb:UpdateItem', occasion: 'captures', times: ONE_CALL, slow: true },
  {
    role: 'process-express',
    action: 'events:PutEvents',
    occasion: 'failure not recorded',
    times: ONE_CALL,
    slow: true,
  },
  { role: 'fail', action: 'dynamodb:GetItem', occasion: 'claim that dies', times: ONE_CALL },
  { role: 'schedule', action: 'states:StartExecution', occasion: 'any time', times: ONE_CALL },
  { role: 'drain', action: 'lambda:InvokeFunction', occasion: 'any time' },
  { role: 'plan-lanes', action: 'dynamodb:GetItem', occasion: 'any time', times: ONE_CALL },
  { role: 'plan-lanes', action: 'lambda:InvokeFunction', occasion: 'any time', times: ONE_CALL },
  { role: 'plan-lanes', action: 'sqs:GetQueueAttributes', occasion: 'any time' },
  { role: 'drain-lane', action: 'sqs:ReceiveMessage', occasion: 'any time' },
  { role: 'drain-lane', action: 'states:StartSyncExecution', occasion: 'captures', times: ONE_CALL },
  { role: 'claim', action: 'dynamodb:UpdateItem', occasion: 'captures' },
  { role: 'claim', action: 'dynamodb:GetItem', occasion: 'captures', times: ONE_CALL },
  { role: 'process', action: 's3:GetObject', occasion: 'captures' },
  { role: 'process', action: 'dynamodb:PutItem', occasion: 'captures' },
  { role: 'process', action: 'dynamodb:GetItem', occasion: 'captures', times: ONE_CALL },
  { role: 'process-express', action: 'lambda:InvokeFunction', occasion: 'captures' },
  { role: 'process-express', action: 'dynamodb:UpdateItem', occasion: 'captures' },
  { role: 'drain-lane', action: 's3:PutObject', occasion: 'messages', times: ONE_CALL },
  { role: 'drain-lane', action: 's3:GetObject', occasion: 'messages', times: ONE_CALL },
  { role: 'notify', action: 'dynamodb:GetItem', occasion: 'messages', times: ONE_CALL },
  { role: 'notify', action: 'dynamodb:UpdateItem', occasion: 'messages', times: ONE_CALL },
  { role: 'notify', action: 's3:GetObject', occasion: 'messages', times: ONE_CALL },
  { role: 'notify', action: 'execute-api:ManageConnections', occasion: 'messages', times: FOUR_TRIES },
  { role: 'replay', action: 'states:StartExecution', occasion: 'replay', times: 1 },
  {
    role: 'reconcile-workflow',
    action: 'lambda:InvokeFunction',
    occasion: 'daily reconcile',
    times: ONE_CALL,
  },
  { role: 'reconcile', action: 's3:ListBucket', occasion: 'reconcile', times: ONE_CALL },
  { role: 'reconcile', action: 'dynamodb:BatchGetItem', occasion: 'reconcile', times: ONE_CALL },
  { role: 'reconcile', action: 'sqs:SendMessage', occasion: 'reconcile', times: ONE_CALL },
];

/** What makes a deployment make a call for a job. */
export type JobOccasion =
  /** It is made in every drain. */
  | 'any drain'
  /** A job that completes, and one whose first attempt fails. */
  | 'jobs'
  /** Two jobs with the same key. */
  | 'keyed jobs'
  /** A job whose every attempt fails. */
  | 'exhausted job'
  /** A job whose failure cannot be recorded. */
  | 'failure not recorded';

/** Every call that is made for jobs alone. */
export const THROTTLED_JOB_CALLS: (Pick<ThrottledCall, 'role' | 'action' | 'afresh'> & {
  occasion: JobOccasion;
  /** @default what it takes to have one call fail */
  times?: number;
})[] = [
  { role: 'drain-lane', action: 'states:StartExecution', occasion: 'jobs' },
  { role: 'drain-lane', action: 'dynamodb:GetItem', occasion: 'jobs' },
  { role: 'drain-lane', action: 'dynamodb:UpdateItem', occasion: 'jobs' },
  { role: 'sweep', action: 'dynamodb:Query', occasion: 'any drain' },
  { role: 'sweep', action: 'dynamodb:UpdateItem', occasion: 'jobs' },
  { role: 'sweep', action: 'states:StartExecution', occasion: 'jobs' },
  { role: 'sweep', action: 'dynamodb:GetItem', occasion: 'jobs' },
  {
    role: 'sweep',
    action: 'sqs:GetQueueUrl',
    occasion: 'exhausted job',
    afresh: 'e2e-sweep',
  },
  { role: 'sweep', action: 'sqs:SendMessage', occasion: 'exhausted job' },
  { role: 'process-standard', action: 's3:GetObject', occasion: 'jobs' },
  { role: 'process-standard', action: 'dynamodb:PutItem', occasion: 'keyed jobs' },
  { role: 'process-standard', action: 'dynamodb:GetItem', occasion: 'keyed jobs' },
  { role: 'standard-workflow', action: 'lambda:InvokeFunction', occasion: 'jobs' },
  { role: 'standard-workflow', action: 'dynamodb:UpdateItem', occasion: 'jobs' },
  { role: 'standard-workflow', action: 'events:PutEvents', occasion: 'failure not recorded' },
];

/** Calls before the 202 and on the way to the queue, which have a test of their own. */
export const CAPTURE_CALLS = [
  { role: 'capture-put', action: 's3:PutObject' },
  { role: 'jobs-put', action: 's3:PutObject' },
  { role: 'messages-send', action: 'sqs:SendMessage' },
  { role: 'webhook', action: 's3:PutObject' },
  { role: 'webhook', action: 'secretsmanager:GetSecretValue' },
  { role: 'webhook-invoke', action: 'lambda:InvokeFunction' },
  { role: 'upload', action: 's3:PutObject' },
  { role: 'upload-invoke', action: 'lambda:InvokeFunction' },
  { role: 'authorizer', action: 'secretsmanager:GetSecretValue' },
  { role: 'authorizer-invoke', action: 'lambda:InvokeFunction' },
  { role: 's3.amazonaws.com', action: 'sqs:SendMessage' },
];

/** Permissions of which no call is throttled, and why. */
export const NOT_THROTTLED: { role?: string; action: string; because: string }[] = [
  { action: 'sts:AssumeRole', because: 'AWS services take on roles among themselves' },
  { action: 'logs:*', because: 'Lambda, Step Functions and API Gateway deliver logs on their own' },
  { action: 'xray:*', because: 'Lambda and Step Functions send traces on their own' },
  {
    role: 'get-job*',
    action: '*',
    because: 'a question changes nothing; it is answered 503, as e2e/jobs-api shows',
  },
  { role: 'process*', action: 's3:ListBucket', because: 'it has GetObject say that an object is gone' },
  { role: 'notify', action: 's3:ListBucket', because: 'it has GetObject say that an object is gone' },
  {
    role: 'reconcile-schedule',
    action: 'states:StartExecution',
    because: 'it is made once a day; Scheduler tries again, ten times within an hour',
  },
];

/** How each service says that there is too much; of SQS and the JSON protocols `ThrottlingException`. */
const THROTTLING: Record<string, Extract<Effect, { fail: string }>> = {
  s3: { fail: 'SlowDown', status: 503 },
  lambda: { fail: 'TooManyRequestsException', status: 429 },
  'execute-api': { fail: 'LimitExceededException', status: 429 },
};

/** The error of a service that is asked for too much. @param service as in actions, such as `s3` */
export const throttling = (service: string): Extract<Effect, { fail: string }> =>
  THROTTLING[service] ?? { fail: 'ThrottlingException' };

/** Roles are named `<name>-<region>-<purpose>`, and regions end in a digit. */
const principalOf = (role: string) => (role.includes('.') ? role : `*:role/e2e-*-?-${role}`);

/** A fault that throttles so many of the calls of a role. */
export const throttledCall = (role: string, action: string, times: number): NewFault => ({
  action,
  principal: principalOf(role),
  times,
  effect: throttling(action.split(':')[0] as string),
});
