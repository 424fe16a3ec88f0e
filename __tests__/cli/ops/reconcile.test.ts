import type { ReconcileReport, ReconcileRequest } from '../../../contracts/reconcile';
import { Operator } from '../../helpers/operator';

let operator: Operator;
let asked: ReconcileRequest[];
beforeEach(async () => {
  operator = await Operator.start();
  asked = [];
});
afterEach(() => operator.stop());

/** Lets the function answer so, step by step. */
function answer(step: (request: ReconcileRequest) => Partial<ReconcileReport>): void {
  operator.reconcile = (request: ReconcileRequest) => {
    asked.push(request);
    return { result: { region: request.region, examined: 0, putBack: 0, exhausted: 0, ...step(request) } };
  };
}

it('every ingest region is gone through step by step, one after the other, and summed up', async () => {
  answer(({ region, cursor }) => {
    if (region === 'us-east-1') return { examined: 7 };
    return cursor === undefined
      ? { examined: 1000, putBack: 2, exhausted: 1, cursor: 'a' }
      : { examined: 5, putBack: 1 };
  });

  expect(await operator.run('reconcile')).toEqual({
    exitCode: 0,
    out: ['In all: 1012 objects examined, 3 put back, 1 exhausted'],
    notes: [
      'eu-west-2: 1000 objects examined, 2 put back, 1 exhausted, and there is more',
      'eu-west-2: 5 objects examined, 1 put back, 0 exhausted',
      'us-east-1: 7 objects examined, 0 put back, 0 exhausted',
    ].join('\n'),
  });
  expect(asked).toEqual([
    { region: 'eu-west-2' },
    { region: 'eu-west-2', cursor: 'a' },
    { region: 'us-east-1' },
  ]);
});

it('a region, a beginning and an age can be named', async () => {
  answer(() => ({}));

  await operator.run('reconcile', 'us-east-1', '--since', '2d', '--min-age', '60');

  expect(asked).toEqual([
    { region: 'us-east-1', since: 1_700_000_000_000 - 2 * 86_400_000, minAgeSeconds: 60 },
  ]);
});

it('a paused region is skipped, and the next one has its turn', async () => {
  answer(({ region }) => (region === 'eu-west-2' ? { paused: true } : { examined: 1 }));

  const { exitCode, out, notes } = await operator.run('reconcile');

  expect(exitCode).toBe(0);
  expect(notes).toContain('eu-west-2: skipped, it is paused');
  expect(out).toEqual(['In all: 1 object examined, 0 put back, 0 exhausted']);
});

it('a dry run asks the function for one, in every step', async () => {
  answer(({ cursor }) => (cursor ? { examined: 1 } : { examined: 1, putBack: 1, cursor: 'a' }));

  const { out } = await operator.run('reconcile', 'eu-west-2', '--dry-run');

  expect(out).toEqual(['In all: 2 objects examined, would put back 1, 0 exhausted']);
  expect(asked.map(({ dryRun }) => dryRun)).toEqual([true, true]);
});

it('fails when the function does in one region, after the others had their turn', async () => {
  operator.reconcile = ({ region }: ReconcileRequest) =>
    region === 'eu-west-2'
      ? { functionError: { errorType: 'InfrastructureError', errorMessage: 'eu-west-2 is away' } }
      : { result: { region, examined: 3, putBack: 0, exhausted: 0 } };

  expect(await operator.run('reconcile')).toEqual({
    exitCode: 1,
    out: ['In all: 3 objects examined, 0 put back, 0 exhausted'],
    notes: [
      'eu-west-2: failed',
      'us-east-1: 3 objects examined, 0 put back, 0 exhausted',
      'eu-west-2: InfrastructureError: eu-west-2 is away',
    ].join('\n'),
  });
});

it('fails when the function stays where it is, instead of asking for ever', async () => {
  answer(() => ({ cursor: 'a' }));

  expect(await operator.run('reconcile', 'eu-west-2')).toMatchObject({
    exitCode: 1,
    notes: expect.stringContaining('its step answered with the cursor that it was given'),
  });
  expect(asked).toHaveLength(2);
});

it('fails when the function cannot be invoked', async () => {
  operator.cloud.refuse('lambda POST');

  expect(await operator.run('reconcile')).toMatchObject({ exitCode: 1, out: [] });
});

it.each([
  ['--since', '<when>', '2w', 'Allowed are days (2d), hours (12h), or a time such as'],
  ['--min-age', '<seconds>', '-1', 'Allowed is a whole number from 0 to 315360000.'],
])('fails for %s %s %j, naming what is allowed', async (option, argument, value, allowed) => {
  const { exitCode, notes } = await operator.run('reconcile', `${option}=${value}`);

  expect(exitCode).toBe(2);
  expect(notes).toContain(`option '${option} ${argument}' argument '${value}' is invalid. ${allowed}`);
});
