import type { ProcessingInput } from '../../../../contracts/processing';
import type { CaptureRecord } from '../../../../contracts/record';
import { claimCapture } from '../../../../lambdas/shared/claim/claim-capture';
import type { ClaimDependencies } from '../../../../lambdas/shared/claim/take-claim';
import { aCapture, aMessage, aRecord } from '../../../helpers/captures';
import { TestTable } from '../../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

const claim = (capture: ProcessingInput, id: string, deps: Partial<ClaimDependencies> = {}) =>
  claimCapture(
    { capture, claim: id },
    {
      table,
      clock: { now: () => 1_000_000 },
      leaseSeconds: { EXPRESS: 70, STANDARD: 660 },
      recordRetentionSeconds: 86_400,
      ...deps,
    },
  );

describe('a WebSocket message that has ended', () => {
  const error = { name: 'ProcessorError', message: 'TypeError: boom' };
  const ENDS: [string, Partial<CaptureRecord>, object][] = [
    ['terminal', { status: 'COMPLETED', final: true, attempts: 3 }, { outcome: 'TERMINAL' }],
    ['exhausted', { status: 'FAILED', attempts: 3, error }, { outcome: 'EXHAUSTED', attempts: 3, error }],
  ];

  it.each(ENDS)(
    'and is %s: every delivery that finds its client not answered is counted',
    async (_, end, found) => {
      const message = aMessage({ maxAttempts: 3 });
      await table.put(aRecord(message, end));

      expect(await claim(message, 'execution-2')).toMatchObject({ ...found, answerTries: 1 });
      expect(await claim(message, 'execution-3')).toMatchObject({ ...found, answerTries: 2 });
      expect(await table.record(message.id)).toEqual({ ...aRecord(message, end), answerTries: 2 });
    },
  );

  it.each(ENDS)('and is %s: nothing is counted once its client has been answered', async (_, end, found) => {
    const message = aMessage({ maxAttempts: 3 });
    const answered = aRecord(message, { ...end, answered: 3 });
    await table.put(answered);

    const result = await claim(message, 'execution-2');

    expect(result).toMatchObject(found);
    expect(result).toHaveProperty('answerTries', undefined);
    expect(await table.record(message.id)).toEqual(answered);
  });

  it('an answer before further attempts was another one', async () => {
    const message = aMessage({ maxAttempts: 6 });
    await table.put(aRecord(message, { status: 'COMPLETED', final: true, attempts: 4, answered: 3 }));

    expect(await claim(message, 'execution-2')).toMatchObject({ answerTries: 1 });
  });

  it('begins anew with a further attempt', async () => {
    const message = aMessage({ maxAttempts: 6 });
    await table.put(aRecord(message, { status: 'FAILED', attempts: 3, error, answerTries: 5 }));

    expect(await claim(message, 'execution-2')).toEqual({ outcome: 'CLAIMED', attempt: 4 });
    expect(await table.record(message.id)).not.toHaveProperty('answerTries');
  });

  it('nothing is counted when the record has moved on between the look and the count', async () => {
    const message = aMessage({ maxAttempts: 3 });
    await table.put(aRecord(message, { status: 'FAILED', attempts: 3, error }));
    const moved = aRecord(message, { status: 'PROCESSING', attempts: 4 });
    let updates = 0;
    const racing = table.disturbed(async (command, call) => {
      if (command === 'UpdateItemCommand') updates += 1;
      if (command === 'UpdateItemCommand' && updates === 2) await table.put(moved);
      await call();
    });

    const result = await claim(message, 'execution-2', { table: racing });

    expect(result).toHaveProperty('answerTries', undefined);
    expect(await table.record(message.id)).toEqual(moved);
  });
});

it('a capture of another channel waits for no answer', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { status: 'COMPLETED', final: true }));

  await claim(capture, 'execution-2');

  expect(await table.record(capture.id)).not.toHaveProperty('answerTries');
});
