import { functionName } from '../../contracts/naming';
import type { Draw } from '../draw';
import { type DrawnFault, type FaultKind, faultSeed, lasting } from './drawn-fault';

/** Calls that are executed and never answered: whoever made them has to make them again, or find out. */
const ANSWERS = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'lambda:InvokeFunction',
  's3:PutObject',
  'sqs:SendMessage',
  'states:StartSyncExecution',
];

/** A call that ends a function is not answered. The plan's is the one that does least: it comes back at once. */
const lostAnswers: FaultKind = (draw, { name }) => {
  const action = draw.one(ANSWERS);
  return {
    what: `answers of ${action} are lost`,
    fault: {
      action,
      probability: 0.05,
      seed: faultSeed(draw),
      times: 40,
      effect: { kill: 'after', function: functionName(name, 'plan-lanes') },
    },
    lastsMs: lasting(draw),
  };
};

interface Late {
  /** Whose writes: the purpose of a role, or all. */
  role: string;
  whose: string;
  delayMs: number;
}

/** Writes that are executed when nobody waits for them any more. */
function lateWrites(draw: Draw, { role, whose, delayMs }: Late): DrawnFault {
  return {
    what: `a tenth of ${whose} is ${delayMs} ms late`,
    fault: {
      action: 'dynamodb:UpdateItem',
      principal: `*:role/${role}`,
      probability: 0.1,
      seed: faultSeed(draw),
      times: 30,
      effect: { delayMs },
    },
    // What is still late when the fault ends comes at once.
    lastsMs: delayMs + draw.whole(5000, 8000),
  };
}

/** Long enough for the task to give up, the lease to be given back, and another execution to conclude. */
const lateConclusions: FaultKind = (draw, { name }) =>
  lateWrites(draw, {
    role: `${name}-*-process-express`,
    whose: 'conclusions',
    delayMs: draw.whole(6000, 10_000),
  });

/** Claims, conclusions and failures that come when the lease is over as well. */
const writesAfterLease: FaultKind = (draw, { name, leaseSeconds }) =>
  lateWrites(draw, { role: `${name}-*`, whose: 'updates of records', delayMs: leaseSeconds * 1000 + 500 });

/** Calls of which nobody learns what became. */
export const LOST_ANSWERS: FaultKind[] = [lostAnswers, lostAnswers];

/** What must last longer than other faults. */
export const LATE_CONCLUSIONS: FaultKind[] = [lateConclusions];
export const WRITES_AFTER_LEASE: FaultKind[] = [writesAfterLease];
