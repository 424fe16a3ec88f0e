import { Standings } from '../../../cli/ops/standings';

const failing = (error: Error) => {
  const asked: string[] = [];
  const standings = new Standings(async (id) => {
    asked.push(id);
    throw error;
  });
  return { asked, standings };
};
const unknown = (id: string) => ({ id, unknown: true, stale: false });

it('a table that does not answer is asked no more: every answer would be waited for in vain', async () => {
  const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const { asked, standings } = failing(error);

  expect([await standings.of('a'), await standings.of('b')]).toEqual([unknown('a'), unknown('b')]);
  expect(asked).toEqual(['a']);
  expect(standings.failure).toBe(error);
});

it('a table that answers with an error is asked again', async () => {
  const { asked, standings } = failing(new Error('throttled'));

  expect([await standings.of('a'), await standings.of('b')]).toEqual([unknown('a'), unknown('b')]);
  expect(asked).toEqual(['a', 'b']);
});
