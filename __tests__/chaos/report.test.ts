import { audit } from '../../audit/audit';
import { type ChaosResult, formatResult, isSuccess } from '../../chaos/report';
import { knowledge, soundEndState, TARGET } from '../helpers/end-states';

function result(overrides: Partial<ChaosResult> = {}): ChaosResult {
  const state = soundEndState();
  const known = knowledge();
  return {
    state,
    report: audit(TARGET, state, known),
    met: [
      {
        ...{ id: 'outage-1', what: 'the centre is away, hang', hits: 12, startMs: 1500, endMs: 4000 },
        fault: { outage: 'hang', stack: 'central' },
      },
    ],
    sent: {
      ...{ accepted: known.accepted, planned: new Map(), requests: 9, givenUp: 0 },
      refused: { 503: 3, 'no answer': 2 },
    },
    poison: ['us-east-1.publish.exhausted+1'],
    unexpected: [],
    surplus: { attempts: 2, allowed: 25 },
    seconds: { faults: 30.4, settling: 41.6 },
    ...overrides,
  };
}

it('tells the faults, what the clients saw and the end state', () => {
  expect(formatResult(result()).split('\n')).toEqual([
    'from s   to s    hits  fault',
    '   1.5    4.0      12  the centre is away, hang',
    '',
    'requests 9, accepted 5, refused: 503 3, no answer 2',
    'given up 0, stored without an answer 0',
    'lost 0, twice 0, other ends than ordered 0',
    'exhausted 2, of poison 1; DUPLICATE 1',
    'attempts beyond those ordered 2, of at most 25 that ended with their function',
    'faults for 30 s, settled 42 s later',
    '',
    ...Array(3).fill(expect.any(String)),
    expect.stringMatching(/invariants hold/),
  ]);
  expect(isSuccess(result())).toBe(true);
});

it('a second conclusion is twice, a missing record is lost, and neither is a success', () => {
  const state = soundEndState();
  state.items[0]!.conclusions = 2;
  state.items.splice(1, 1);
  const spoiled = result({ state, report: audit(TARGET, state, knowledge()) });

  expect(formatResult(spoiled)).toContain('lost 1, twice 1, other ends than ordered 0');
  expect(isSuccess(spoiled)).toBe(false);
});

it('another end than ordered is shown, and is no success', () => {
  const spoiled = result({ unexpected: [{ id: 'x', seen: 'FAILED', expected: 'succeed: COMPLETED' }] });

  expect(formatResult(spoiled)).toContain('  x: seen FAILED; expected succeed: COMPLETED');
  expect(isSuccess(spoiled)).toBe(false);
});

it('a capture that nobody accepted is no success', () => {
  const { sent } = result();

  expect(isSuccess(result({ sent: { ...sent, givenUp: 1 } }))).toBe(false);
});

it('attempts that trouble of ours has cost are no success', () => {
  expect(isSuccess(result({ surplus: { attempts: 1, allowed: 0 } }))).toBe(false);
});
