import { MAX_WEBSOCKET_BYTES } from '../../../contracts/message';
import type { CaptureRecord } from '../../../contracts/record';
import { type AnswerParts, answersTo } from '../../../lambdas/notify/answer';
import { aMessage, aRecord } from '../../helpers/captures';

const MESSAGE = '{"MessageGroupId":"test","data":"hello world"}';

function answers(record: Partial<CaptureRecord>, parts: Partial<AnswerParts> = {}) {
  const texts = answersTo({
    connectionId: 'L0SM9cOFvHcCIhw=',
    requestId: 'request-1',
    message: MESSAGE,
    record: aRecord(aMessage(), record),
    ...parts,
  });
  return texts.map((text) => JSON.parse(text));
}

it('a client gets its message as it came, with its status and result', () => {
  expect(answers({ status: 'COMPLETED', result: '{"bytes":46}' })[0]).toEqual({
    connectionId: 'L0SM9cOFvHcCIhw=',
    requestId: 'request-1',
    message: MESSAGE,
    status: 'COMPLETED',
    result: { bytes: 46 },
  });
});

it('no result is null, and told', () => {
  expect(answers({ status: 'COMPLETED', result: 'null' })[0]).toMatchObject({ result: null });
});

it.each(['REJECTED', 'FAILED'] as const)('a message that is %s is answered with its error', (status) => {
  const error = { name: 'RejectedError', message: 'no' };

  expect(answers({ status, error })[0]).toEqual({
    connectionId: 'L0SM9cOFvHcCIhw=',
    requestId: 'request-1',
    message: MESSAGE,
    status,
    error,
  });
});

it('a message that repeats another is answered with what came of the first', () => {
  const record = { status: 'DUPLICATE', duplicateOf: 'eu-west-2.websocket.first' } as const;
  const first = aRecord(aMessage(), { status: 'COMPLETED', result: '1' });

  expect(answers(record, { first })[0]).toMatchObject({ ...record, result: 1 });
  expect(answers(record)[0]).not.toHaveProperty('result');
});

it('what one message cannot carry is left out, at first what the client has itself, and the answer says so', () => {
  const result = JSON.stringify('r'.repeat(90_000));

  const [first, second, ...more] = answers({ status: 'COMPLETED', result }, { message: 'm'.repeat(50_000) });

  expect(first).toMatchObject({ result: 'r'.repeat(90_000), omitted: ['message'] });
  expect(first).not.toHaveProperty('message');
  expect(second).toMatchObject({ status: 'COMPLETED', omitted: ['message', 'result'] });
  expect(second).not.toHaveProperty('result');
  expect(more).toEqual([]);
});

it('an answer is as long as a connection can carry, and no longer', () => {
  const empty = answersTo({
    connectionId: 'c',
    requestId: 'r',
    message: '',
    record: aRecord(aMessage(), { status: 'COMPLETED', result: 'null' }),
  })[0]!;
  const fits = (extra: number) =>
    answers(
      { status: 'COMPLETED', result: 'null' },
      { connectionId: 'c', requestId: 'r', message: 'm'.repeat(MAX_WEBSOCKET_BYTES - empty.length + extra) },
    )[0].message !== undefined;

  expect([fits(0), fits(1)]).toEqual([true, false]);
});

it('an answer without a result has one shorter form', () => {
  expect(answers({ status: 'REJECTED' }).map(({ omitted }) => omitted)).toEqual([undefined, ['message']]);
});
