import { checkFaults } from '../../../local/faults/check-faults';
import { FaultError } from '../../../local/faults/fault-error';

const stacks = [
  {
    name: 'central',
    region: 'eu-west-1',
    outputs: {},
    resources: [
      {
        address: 'central/aws_lambda_function.lane',
        type: 'aws_lambda_function',
        region: 'eu-west-1',
        folder: '',
        attributes: { function_name: 'e2e-drain-lane' },
      },
    ],
  },
];
const context = { stacks, taken: (id: string) => id === 'used' };
const rule = { action: 'sqs:SendMessage', effect: { hold: true } };

function linesOf(...faults: unknown[]): string[] {
  try {
    checkFaults(faults, context);
  } catch (error) {
    if (error instanceof FaultError) return error.lines;
    throw error;
  }
  return [];
}

it.each([
  [rule],
  [{ ...rule, id: 'my-fault.1_a' }],
  [
    {
      action: '*',
      resource: 'arn:*',
      region: 'eu-west-1',
      principal: '*',
      skip: 0,
      times: 1,
      probability: 1,
      seed: -3,
      effect: { fail: 'SlowDown', status: 503, message: 'slow' },
    },
  ],
  [{ action: 's*:Get*', effect: { delayMs: 3_600_000 } }],
  [{ ...rule, effect: { kill: 'after', function: 'e2e-drain-lane' } }],
  [{ outage: 'hang', region: 'eu-west-1' }],
  [{ outage: 'refuse', stack: 'central' }],
])('takes %j', (fault) => {
  expect(linesOf(fault)).toEqual([]);
});

const SERVICES =
  's3, sqs, dynamodb, states, lambda, events, secretsmanager, scheduler, logs, sts, execute-api';

it.each<[unknown, string[]]>([
  [null, ['the fault: received null, allowed is an object']],
  [
    {},
    [
      'action: missing',
      'effect: received undefined, allowed is an object with one of fail, delayMs, hold, kill',
    ],
  ],
  [
    { ...rule, action: 'sqs' },
    [`action: received "sqs", allowed is <service>:<Operation> or *, of the services ${SERVICES}`],
  ],
  [
    { ...rule, action: 'kinesis:PutRecord' },
    [
      `action: received "kinesis:PutRecord", allowed is <service>:<Operation> or *, of the services ${SERVICES}`,
    ],
  ],
  [{ ...rule, colour: 'red' }, ['colour: unknown, received "red"']],
  [{ ...rule, region: 'mars' }, ['region: received "mars", allowed is eu-west-1']],
  [{ ...rule, skip: -1 }, ['skip: received -1, allowed is at least 0']],
  [{ ...rule, times: 0 }, ['times: received 0, allowed is at least 1']],
  [{ ...rule, times: 1.5 }, ['times: received 1.5, allowed is a whole number']],
  [{ ...rule, probability: 0, seed: 1 }, ['probability: received 0, allowed is more than 0']],
  [{ ...rule, probability: 1.1, seed: 1 }, ['probability: received 1.1, allowed is at most 1']],
  [{ ...rule, probability: 0.5 }, ['seed: missing, it goes with probability']],
  [{ ...rule, seed: 1 }, ['probability: missing, it goes with seed']],
  [
    { ...rule, effect: { hold: true, delayMs: 1 } },
    [
      'effect: received {"hold":true,"delayMs":1}, allowed is an object with one of fail, delayMs, hold, kill',
    ],
  ],
  [{ ...rule, effect: { hold: false } }, ['effect.hold: received false, allowed is true']],
  [{ ...rule, effect: { delayMs: 0 } }, ['effect.delayMs: received 0, allowed is at least 1']],
  [{ ...rule, effect: { fail: 'X', status: 200 } }, ['effect.status: received 200, allowed is at least 400']],
  [
    { ...rule, effect: { fail: 'not a code' } },
    ['effect.fail: received "not a code", allowed is the code of an AWS error, such as ThrottlingException'],
  ],
  [{ ...rule, effect: { kill: 'now' } }, ['effect.kill: received "now", allowed is "before", "after"']],
  [
    { ...rule, effect: { kill: 'after', function: 'nobody' } },
    ['effect.function: received "nobody", allowed is e2e-drain-lane'],
  ],
  [{ outage: 'away', region: 'eu-west-1' }, ['outage: received "away", allowed is "refuse", "hang"']],
  [{ outage: 'hang', stack: 'south' }, ['stack: received "south", allowed is central']],
  [{ outage: 'hang' }, ['outage: received {"outage":"hang"}, allowed is either region or stack beside it']],
  [{ outage: 'hang', region: 'eu-west-1', times: 1 }, ['times: unknown, received 1']],
  [{ ...rule, id: 'used' }, ['id: received "used", which a fault has already']],
  [
    { ...rule, id: '' },
    ['id: received "", allowed is up to 64 letters, digits, dots, hyphens and underscores'],
  ],
])('fails for %j and says why', (fault, lines) => {
  expect(linesOf(fault)).toEqual(lines);
});

it('fails for a list with everything that is wrong in it', () => {
  expect(linesOf({ ...rule, id: 'a' }, { ...rule, skip: -1 }, { ...rule, id: 'a', region: 'mars' })).toEqual([
    '[1].skip: received -1, allowed is at least 0',
    '[2].id: received "a", which a fault has already',
    '[2].region: received "mars", allowed is eu-west-1',
  ]);
});
