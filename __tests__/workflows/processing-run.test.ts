import type { FailRequest } from '../../contracts/processing';
import { processingWorkflow } from '../../workflows/processing';
import { aCapture } from '../helpers/captures';
import { type FunctionAnswer, makeWorkflows } from '../helpers/workflows';

const functionArn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
const definition = processingWorkflow({
  partition: 'aws',
  claimFunctionArn: functionArn('claim'),
  processFunctionArn: functionArn('process'),
  failFunctionArn: functionArn('fail'),
  tableName: 'records',
  failureBusName: 'failures',
  executionTimeoutSeconds: 30,
  processTaskTimeoutSeconds: 20,
  bookkeepingTimeoutSeconds: 5,
});

/** Runs the workflow over functions of a test; keeps what Fail was asked and what was called, in order. */
async function run(functions: Record<'claim' | 'process' | 'fail', (calls: number) => FunctionAnswer>) {
  const called: string[] = [];
  const failRequests: FailRequest[] = [];
  const named = (name: keyof typeof functions) => (payload: never) => {
    called.push(name);
    if (name === 'fail') failRequests.push(payload);
    return functions[name](called.filter((other) => other === name).length);
  };
  const workflows = makeWorkflows(
    Object.fromEntries(
      (['claim', 'process', 'fail'] as const).map((name) => [functionArn(name), named(name)]),
    ),
  );
  const { status, error, cause, result } = await workflows.run(definition, aCapture());
  return { status, error, cause, result, called, failRequests };
}

const claimed: FunctionAnswer = { result: { outcome: 'CLAIMED', attempt: 2 } };
const broken = (errorType: string): FunctionAnswer => ({
  functionError: { errorType, errorMessage: 'broken', trace: [] },
});
const unexpected = (): FunctionAnswer => broken('Unexpected');

it.each<[string, FunctionAnswer]>([
  ['gives something back', { result: { outcome: 'INFRASTRUCTURE', error: { name: 'x', message: '' } } }],
  ['finds nothing to give back', { result: { outcome: 'LOST' } }],
  ['fails itself', broken('TypeError')],
])('a Claim that fails is trouble of ours, whether Release %s', async (_, released) => {
  const execution = await run({
    claim: () => broken('Sandbox.Timedout'),
    process: unexpected,
    fail: () => released,
  });

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'InfrastructureError',
    called: ['claim', 'fail'],
    failRequests: [{ attempt: 0, error: { Error: 'Sandbox.Timedout' } }],
  });
  expect(JSON.parse(execution.cause ?? '')).toMatchObject({ Error: 'Sandbox.Timedout' });
});

it('an error of Process goes to Fail with its attempt, and what Fail recorded is the outcome', async () => {
  const recorded = { outcome: 'RETRY', attempts: 2, error: { name: 'TypeError', message: 'broken' } };

  const execution = await run({
    claim: () => claimed,
    process: () => broken('TypeError'),
    fail: () => ({ result: recorded }),
  });

  expect(execution).toMatchObject({
    status: 'SUCCEEDED',
    result: recorded,
    called: ['claim', 'process', 'fail'],
    failRequests: [{ attempt: 2, error: { Error: 'TypeError' } }],
  });
});

it('a Process function that was throttled is tried again in the same execution', async () => {
  const throttled: FunctionAnswer = { serviceError: 'TooManyRequestsException', status: 429 };

  const { called } = await run({
    claim: () => claimed,
    process: (calls) => (calls === 1 ? throttled : broken('TypeError')),
    fail: () => ({ result: { outcome: 'LOST' } }),
  });

  expect(called).toEqual(['claim', 'process', 'process', 'fail']);
});
