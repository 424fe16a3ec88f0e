import aslValidator from 'asl-validator';
import { drainWorkflow } from '../../workflows/drain';

const definition = drainWorkflow({
  partition: 'aws',
  planFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:plan',
  laneFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:lane',
  sweepFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:sweep',
  planTimeoutSeconds: 10,
  laneTimeoutSeconds: 125,
  sweepTimeoutSeconds: 45,
  executionTimeoutSeconds: 135,
});

const [lanes, messageLanes, sweeps] = definition.States.Drain.Branches;

/** A branch's Map, the state that it runs for each item, and the state for one that failed. */
function each(branch: (typeof definition.States.Drain.Branches)[number] | undefined) {
  const [map] = Object.values(branch?.States ?? {});
  const [call, failed] = Object.entries(map?.ItemProcessor.States ?? {});
  if (!map || !call || !failed) throw new Error('no Map with two states');
  return { map, call: call[1] as Record<string, unknown>, failed: failed[0] };
}
const MAPS = { lanes: each(lanes), messageLanes: each(messageLanes), sweeps: each(sweeps) };

it('is valid Amazon States Language', () => {
  expect(aslValidator(structuredClone(definition))).toEqual(
    expect.objectContaining({ isValid: true, errors: [] }),
  );
});

it('plans, then runs every planned lane, at most 40 of each kind at once, and the sweep beside them', () => {
  expect(definition.StartAt).toBe('Plan lanes');
  expect(definition.States['Plan lanes']).toMatchObject({
    ResultSelector: {
      'lanes.$': '$.Payload.lanes',
      'messageLanes.$': '$.Payload.messageLanes',
      'sweeps.$': '$.Payload.sweeps',
    },
    Next: 'Drain',
  });
  expect(definition.States.Drain).toMatchObject({ Type: 'Parallel', End: true });
  for (const kind of ['lanes', 'messageLanes'] as const) {
    expect(MAPS[kind].map).toMatchObject({ ItemsPath: `$.${kind}`, MaxConcurrency: 40, End: true });
    expect(MAPS[kind].call.Parameters).toMatchObject({
      FunctionName: expect.stringContaining('function:lane'),
      'Payload.$': '$',
    });
  }
  expect(MAPS.sweeps.map).toMatchObject({ ItemsPath: '$.sweeps', End: true });
  expect(MAPS.sweeps.call.Parameters).toMatchObject({
    FunctionName: expect.stringContaining('function:sweep'),
  });
});

it.each(Object.entries(MAPS))(
  'catches inside the iteration over %s, so that one that is dead stops no other',
  (_, { map, call, failed }) => {
    expect(call.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed }]);
    expect(map).not.toHaveProperty('Catch');
  },
);

it('runs no lane and no sweep twice', () => {
  expect(MAPS.lanes.call).not.toHaveProperty('Retry');
  expect(MAPS.messageLanes.call).not.toHaveProperty('Retry');
  expect(MAPS.sweeps.call).not.toHaveProperty('Retry');
});

it('has its time-outs', () => {
  expect(definition.States['Plan lanes'].TimeoutSeconds).toBe(10);
  expect(MAPS.lanes.call.TimeoutSeconds).toBe(125);
  expect(MAPS.messageLanes.call.TimeoutSeconds).toBe(125);
  expect(MAPS.sweeps.call.TimeoutSeconds).toBe(45);
  expect(definition.TimeoutSeconds).toBe(135);
});
