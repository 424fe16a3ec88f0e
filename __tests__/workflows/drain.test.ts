import aslValidator from 'asl-validator';
import { drainWorkflow } from '../../workflows/drain';

const definition = drainWorkflow({
  partition: 'aws',
  planFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:plan',
  laneFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:lane',
  planTimeoutSeconds: 10,
  laneTimeoutSeconds: 125,
  executionTimeoutSeconds: 135,
});

const map = definition.States['Drain lanes'];
const lane = map.ItemProcessor.States['Drain lane'];

it('is valid Amazon States Language', () => {
  expect(aslValidator(structuredClone(definition))).toEqual(
    expect.objectContaining({ isValid: true, errors: [] }),
  );
});

it('plans, then runs every planned lane, at most 40 at once', () => {
  expect(definition.StartAt).toBe('Plan lanes');
  expect(definition.States['Plan lanes'].Next).toBe('Drain lanes');
  expect(map).toMatchObject({ ItemsPath: '$.Payload.lanes', MaxConcurrency: 40, End: true });
});

it('catches inside the iteration, so that one dead lane stops no other', () => {
  expect(lane.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Lane failed' }]);
  expect(map).not.toHaveProperty('Catch');
});

it('never runs a lane twice', () => {
  expect(lane).not.toHaveProperty('Retry');
});

it('has its time-outs', () => {
  expect(definition.States['Plan lanes'].TimeoutSeconds).toBe(10);
  expect(lane.TimeoutSeconds).toBe(125);
  expect(definition.TimeoutSeconds).toBe(135);
});
