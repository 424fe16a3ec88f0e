import { type FaultKind, faultSeed, lasting } from './drawn-fault';

/** Calls, and the error by which each service throttles (the services' API references, "Common errors"). */
const CALLS: { action: string; fail: string; status: number }[] = [
  { action: 'dynamodb:GetItem', fail: 'ProvisionedThroughputExceededException', status: 400 },
  { action: 'dynamodb:PutItem', fail: 'ThrottlingException', status: 400 },
  { action: 'dynamodb:UpdateItem', fail: 'ProvisionedThroughputExceededException', status: 400 },
  { action: 'lambda:InvokeFunction', fail: 'TooManyRequestsException', status: 429 },
  { action: 's3:GetObject', fail: 'SlowDown', status: 503 },
  { action: 's3:PutObject', fail: 'SlowDown', status: 503 },
  { action: 'secretsmanager:GetSecretValue', fail: 'ThrottlingException', status: 400 },
  { action: 'sqs:ChangeMessageVisibility', fail: 'ThrottlingException', status: 400 },
  { action: 'sqs:DeleteMessage', fail: 'ThrottlingException', status: 400 },
  { action: 'sqs:ReceiveMessage', fail: 'ThrottlingException', status: 400 },
  { action: 'sqs:SendMessage', fail: 'ThrottlingException', status: 400 },
  { action: 'states:StartSyncExecution', fail: 'ThrottlingException', status: 400 },
];

const throttling: FaultKind = (draw) => {
  const { action, fail, status } = draw.one(CALLS);
  return {
    what: `a fifth of ${action} is throttled`,
    fault: { action, probability: 0.2, seed: faultSeed(draw), effect: { fail, status } },
    lastsMs: lasting(draw),
  };
};

/** A fifth of all calls of everybody, as when an account has reached its limits. */
const throttlingOfAll: FaultKind = (draw) => ({
  what: 'a fifth of all calls is throttled',
  fault: {
    action: '*',
    probability: 0.2,
    seed: faultSeed(draw),
    effect: { fail: 'ThrottlingException', status: 503 },
  },
  lastsMs: draw.whole(2000, 4000),
});

const delay: FaultKind = (draw) => {
  const { action } = draw.one(CALLS);
  const delayMs = draw.whole(100, 2500);
  return {
    what: `a fifth of ${action} is ${delayMs} ms late`,
    fault: { action, probability: 0.2, seed: faultSeed(draw), effect: { delayMs } },
    lastsMs: lasting(draw),
  };
};

/** Calls that are throttled or late. */
export const SLOW_CALLS: FaultKind[] = [throttling, throttling, throttling, throttlingOfAll, delay, delay];
