import aslValidator from 'asl-validator';
import type { ReconcileReport, ReconcileRequest } from '../../contracts/reconcile';
import { reconcileWorkflow } from '../../workflows/reconcile';
import { type FunctionAnswer, makeWorkflows } from '../helpers/workflows';

const functionArn = 'arn:aws:lambda:eu-west-2:000000000000:function:reconcile';
const definitionOf = (...regions: string[]) =>
  reconcileWorkflow({ partition: 'aws', reconcileFunctionArn: functionArn, stepTimeoutSeconds: 65, regions });
const definition = definitionOf('eu-west-2', 'us-east-1');
const map = definition.States['Reconcile regions'];
const step = map.ItemProcessor.States['Reconcile step'];

it('is valid Amazon States Language', () => {
  expect(aslValidator(structuredClone(definition))).toEqual(
    expect.objectContaining({ isValid: true, errors: [] }),
  );
});

it('gives up a step after its time, and tries it twice more', () => {
  expect(step.TimeoutSeconds).toBe(65);
  expect(step.Retry).toEqual([
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
  ]);
});

it('catches inside the iteration, so that one dead region stops no other', () => {
  expect(step.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Region failed' }]);
  expect(map).not.toHaveProperty('Catch');
});

it('looks at ten regions at once', () => {
  expect(map.MaxConcurrency).toBe(10);
});

/** Runs the workflow to its end as a STANDARD execution; keeps what the function was asked, in order. */
async function run(regions: string[], answer: (request: ReconcileRequest, calls: number) => FunctionAnswer) {
  const asked: ReconcileRequest[] = [];
  const { states, make } = makeWorkflows({
    [functionArn]: (request: ReconcileRequest) => {
      asked.push(request);
      return answer(request, asked.length);
    },
  });
  const { arn } = make(definitionOf(...regions), 'STANDARD');
  const execution = states.executionsOf(arn)?.start('daily', '{}');
  await execution?.ended;
  const { status, error, cause, output } = execution ?? {};
  return { status, error, cause: parsed(cause), output: parsed(output), asked };
}
const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

const report = (region: string, more: Partial<ReconcileReport> = {}): FunctionAnswer => ({
  result: { region, examined: 1000, putBack: 0, exhausted: 0, ...more },
});
const broken: FunctionAnswer = {
  functionError: { errorType: 'TimeoutError', errorMessage: 'region away', trace: [] },
};

it('goes through a region step by step, each from the cursor of the last', async () => {
  const cursors = ['captures/publish/a/1', 'captures/publish/a/2'];

  const execution = await run(['eu-west-2'], ({ region }, calls) =>
    report(region, { cursor: cursors[calls - 1] }),
  );

  expect(execution).toMatchObject({
    status: 'SUCCEEDED',
    output: [{ region: 'eu-west-2', outcome: 'RECONCILED' }],
  });
  expect(execution.asked).toEqual([
    { region: 'eu-west-2' },
    { region: 'eu-west-2', cursor: cursors[0] },
    { region: 'eu-west-2', cursor: cursors[1] },
  ]);
});

it('a region that is paused is through at once', async () => {
  const execution = await run(['eu-west-2'], ({ region }) => report(region, { examined: 0, paused: true }));

  expect(execution).toMatchObject({ status: 'SUCCEEDED', asked: [{ region: 'eu-west-2' }] });
});

it('fails when a region failed, after all others are through, and says which and why', async () => {
  const execution = await run(['eu-west-2', 'us-east-1', 'ap-southeast-2'], ({ region, cursor }) => {
    if (region === 'us-east-1') return broken;
    return report(region, cursor ? {} : { cursor: 'captures/publish/a/1' });
  });

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'ReconcileFailed',
    cause: [
      { region: 'eu-west-2', outcome: 'RECONCILED' },
      { region: 'us-east-1', outcome: 'FAILED', error: 'TimeoutError' },
      { region: 'ap-southeast-2', outcome: 'RECONCILED' },
    ],
  });
  const askedOf = (region: string) => execution.asked.filter((request) => request.region === region).length;
  expect([askedOf('eu-west-2'), askedOf('us-east-1'), askedOf('ap-southeast-2')]).toEqual([2, 3, 2]);
});

it('fails when the one region there is failed in its last step', async () => {
  const execution = await run(['eu-west-2'], ({ region, cursor }) =>
    cursor ? broken : report(region, { cursor: 'captures/publish/a/1' }),
  );

  expect(execution).toMatchObject({
    status: 'FAILED',
    cause: [{ region: 'eu-west-2', outcome: 'FAILED', error: 'TimeoutError' }],
  });
});

it.each([broken, { serviceError: 'TooManyRequestsException', status: 429 }])(
  'a step that fails once is repeated from the same cursor: %j',
  async (trouble) => {
    const execution = await run(['eu-west-2'], ({ region }, calls) =>
      calls === 1 ? trouble : report(region),
    );

    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      asked: [{ region: 'eu-west-2' }, { region: 'eu-west-2' }],
    });
  },
);
