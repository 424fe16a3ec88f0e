import aslValidator from 'asl-validator';
import { conclusion } from '../../workflows/conclusion';
import { ending } from '../../workflows/ending';
import { processingWorkflow } from '../../workflows/processing';
import { aCapture, aMessage } from '../helpers/captures';
import { type FunctionAnswer, makeWorkflows } from '../helpers/workflows';

const functionArn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
const props = {
  partition: 'aws',
  claimFunctionArn: functionArn('claim'),
  processFunctionArn: functionArn('process'),
  failFunctionArn: functionArn('fail'),
  tableName: 'records',
  failureBusName: 'failures',
  executionTimeoutSeconds: 30,
  processTaskTimeoutSeconds: 20,
  bookkeepingTimeoutSeconds: 5,
};
const withNotify = processingWorkflow({ ...props, notifyFunctionArn: functionArn('notify') });

/** Runs the workflow for a capture that Claim says something of; keeps what Notify was asked. */
async function run(
  {
    capture = aMessage(),
    definition = withNotify,
    notified = { result: { outcome: 'ANSWERED' } } as FunctionAnswer,
  },
  found: object,
  failed: object = {},
) {
  const asked: unknown[] = [];
  const workflows = makeWorkflows({
    [functionArn('claim')]: () => ({ result: found }),
    [functionArn('process')]: () => ({ functionError: { errorType: 'TypeError', errorMessage: 'broken' } }),
    [functionArn('fail')]: () => ({ result: failed }),
    [functionArn('notify')]: (event: never) => {
      asked.push(event);
      return notified;
    },
  });
  const { status, result } = await workflows.run(definition, capture);
  return { status, result, asked, capture };
}

const TERMINAL = { outcome: 'TERMINAL', status: 'COMPLETED' };
const CLAIMED = { outcome: 'CLAIMED', attempt: 3 };
const EXHAUSTED = { outcome: 'EXHAUSTED', attempts: 3, error: { name: 'E', message: 'm' } };

it('a message that is found terminal is answered, for whoever ended it may have died before that', async () => {
  const { status, result, asked, capture } = await run({}, TERMINAL);

  expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: TERMINAL });
  expect(asked).toEqual([{ capture }]);
});

it('a message whose attempts are exhausted is answered, by the execution that exhausts them and by one that finds it so', async () => {
  expect(await run({}, CLAIMED, EXHAUSTED)).toMatchObject({ result: EXHAUSTED, asked: [{}] });
  expect(await run({}, EXHAUSTED)).toMatchObject({ result: EXHAUSTED, asked: [{}] });
});

it.each([
  ['is in flight', { outcome: 'IN_FLIGHT', leaseExpiresAt: 1 }, {}],
  ['is to be tried again', CLAIMED, { outcome: 'RETRY', attempts: 1, error: EXHAUSTED.error }],
  ['belongs to another claim', CLAIMED, { outcome: 'LOST' }],
])('a message that %s is not answered yet', async (_, found, failed) => {
  const { status, asked } = await run({}, found, failed);

  expect({ status, asked }).toEqual({ status: 'SUCCEEDED', asked: [] });
});

it('a capture of another channel has nobody to answer', async () => {
  expect(await run({ capture: aCapture() }, TERMINAL)).toMatchObject({ result: TERMINAL, asked: [] });
});

it.each<[string, FunctionAnswer]>([
  ['fails', { functionError: { errorType: 'LimitExceededException', errorMessage: 'slow down' } }],
  ['cannot run', { serviceError: 'ResourceNotFoundException', status: 404 }],
])(
  'a Notify that %s fails no execution, and the outcome says that nobody was answered',
  async (_, notified) => {
    const unanswered = true;

    expect(await run({ notified }, TERMINAL)).toMatchObject({
      status: 'SUCCEEDED',
      result: { ...TERMINAL, unanswered },
    });
    expect(await run({ notified }, CLAIMED, EXHAUSTED)).toMatchObject({
      result: { ...EXHAUSTED, unanswered },
    });
  },
);

it.each(['ANSWERED', 'GONE', 'NOTHING'])('what Notify did is no part of the outcome: %s', async (outcome) => {
  expect((await run({ notified: { result: { outcome } } }, TERMINAL)).result).toEqual(TERMINAL);
});

it('every state that writes for good hands its outcome on to the answer', () => {
  expect(conclusion({ ...props, notifyFunctionArn: functionArn('notify') }).Terminal).toEqual({
    Type: 'Pass',
    Parameters: { outcome: 'TERMINAL', 'status.$': '$.processed.Payload.status' },
    ResultPath: '$.outcome',
    Next: 'Answer?',
  });
});

describe('where no messages are processed', () => {
  const without = processingWorkflow(props);

  it('nobody is notified, and the outcome is the same', async () => {
    expect(Object.keys(ending(props))).toEqual(['Ended']);
    expect(await run({ definition: without }, TERMINAL)).toMatchObject({ result: TERMINAL, asked: [] });
  });

  it('the workflow is valid Amazon States Language', () => {
    expect(aslValidator(structuredClone(without))).toMatchObject({ isValid: true, errors: [] });
  });
});
