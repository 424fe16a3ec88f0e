import {
  executionArn,
  executionName,
  executionNameOf,
} from '../../../../lambdas/shared/standard/execution-name';

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:pillarbox-process-standard';

it('an execution is named by its capture and its number', () => {
  expect(executionName('ap-southeast-2.jobs.HOsmlH4bIAMEb5A=', 12)).toBe(
    'ap-southeast-2.jobs.HOsmlH4bIAMEb5A=.12',
  );
});

it.each([
  ['too long', `eu-west-2.jobs.${'r'.repeat(70)}`],
  ['of characters that Step Functions refuses', 'eu-west-2.jobs.a b'],
  ['with a colon, which would end the name in an ARN', 'eu-west-2.jobs.a:b'],
])('an id that is %s is named by its SHA-256, and no two alike', (_, id) => {
  const name = executionName(id, 3);

  expect(name).toMatch(/^[0-9a-f]{64}\.3$/);
  expect(executionName(`${id}x`, 3)).not.toBe(name);
});

it('a name is at most 80 characters', () => {
  const fits = 'r'.repeat(78);

  expect(executionName(fits, 1)).toBe(`${fits}.1`);
  expect(executionName(`${fits}r`, 1)).toMatch(/^[0-9a-f]{64}\.1$/);
});

it('the ARN of an execution is what the workflow finds as its own id, and tells the name', () => {
  const arn = executionArn(MACHINE, 'eu-west-2.jobs.r=.1');

  expect(arn).toBe(
    'arn:aws:states:eu-west-1:000000000000:execution:pillarbox-process-standard:eu-west-2.jobs.r=.1',
  );
  expect(executionNameOf(arn)).toBe('eu-west-2.jobs.r=.1');
});
