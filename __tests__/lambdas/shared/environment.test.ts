import {
  EnvironmentError,
  requireEnv,
  requireJson,
  requireNumber,
} from '../../../lambdas/shared/environment';

const NAME = 'PILLARBOX_TEST_VARIABLE';
afterEach(() => {
  delete process.env[NAME];
});

it('a variable is read as what it is', () => {
  process.env[NAME] = '12.5';

  expect([requireEnv(NAME), requireNumber(NAME), requireJson<number>(NAME)]).toEqual(['12.5', 12.5, 12.5]);
});

it.each([undefined, ''])('fails when a variable is %j: there are no defaults', (value) => {
  if (value !== undefined) process.env[NAME] = value;

  expect(() => requireEnv(NAME)).toThrow(new EnvironmentError(`${NAME} is not set`));
});

it.each(['ten', '-1', 'Infinity'])('fails when a number is %j', (value) => {
  process.env[NAME] = value;

  expect(() => requireNumber(NAME)).toThrow(EnvironmentError);
});

it('fails when JSON is none', () => {
  process.env[NAME] = '{';

  expect(() => requireJson(NAME)).toThrow(EnvironmentError);
});
