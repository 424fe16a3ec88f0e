import { type FunctionId, functionName } from '../../contracts/naming';
import type { RuleFault } from '../../local/faults/fault';
import { type FaultKind, faultSeed, lasting } from './drawn-fault';

interface Victim {
  function: FunctionId;
  /** Its calls. */
  actions: string[];
  /** Share of these calls that it dies of. */
  probability: number;
  /** Most deaths. */
  times: number;
}

const VICTIMS: Record<string, Victim> = {
  lane: {
    function: 'drain-lane',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage', 'states:StartSyncExecution'],
    probability: 0.1,
    times: 6,
  },
  // Its death is user code's, for nobody can tell: few enough that no capture meets too many.
  process: {
    function: 'process',
    actions: ['s3:GetObject', 'dynamodb:PutItem'],
    probability: 0.02,
    times: 8,
  },
  claim: {
    function: 'claim',
    actions: ['dynamodb:UpdateItem'],
    probability: 0.05,
    times: 10,
  },
  fail: { function: 'fail', actions: ['dynamodb:UpdateItem'], probability: 0.2, times: 10 },
  plan: {
    function: 'plan-lanes',
    actions: ['dynamodb:GetItem', 'sqs:GetQueueAttributes', 'lambda:InvokeFunction'],
    probability: 0.5,
    times: 3,
  },
  authorizer: {
    function: 'authorizer',
    actions: ['secretsmanager:GetSecretValue'],
    probability: 0.5,
    times: 3,
  },
};

/** One environment dies of its own call. */
const death =
  (victim: Victim): FaultKind =>
  (draw, { name }) => {
    const action = draw.one(victim.actions);
    const kill = draw.one(['before', 'after'] as const);
    const { probability, times } = victim;
    const fault: RuleFault = {
      action,
      principal: `*:role/${name}-*-${victim.function}`,
      probability,
      times,
      seed: faultSeed(draw),
      effect: { kill },
    };
    return { what: `${victim.function} dies ${kill} ${action}`, fault, lastsMs: lasting(draw) };
  };

/**
 * All lanes die at once. The Process function does not, for nobody would know how many captures have lost an attempt by it.
 */
const deathOfAllLanes: FaultKind = (draw, { name }) => ({
  what: 'every drain-lane dies',
  fault: {
    action: 'states:StartSyncExecution',
    skip: draw.whole(0, 10),
    times: 2,
    effect: { kill: draw.one(['before', 'after'] as const), function: functionName(name, 'drain-lane') },
  },
  lastsMs: lasting(draw),
});

/** Functions that die, one at a time or all at once; lanes most of all. */
export const DEATHS: FaultKind[] = [
  ...Object.values(VICTIMS).map(death),
  death(VICTIMS.lane!),
  deathOfAllLanes,
  deathOfAllLanes,
];
