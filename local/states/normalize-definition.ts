import type { Definition, State } from './definition';
import { LOCAL_TEMPLATE } from './integrations';

/** Longest wait of a timer of Node, seconds; AWS's own default for a task is 99,999,999 s. */
export const MAX_TIMEOUT_SECONDS = 2_147_483;

/** Tests of a Choice rule whose `false` the engine never matches. */
const TYPE_TESTS = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];

/** The same workflow, written so that the engine runs it as AWS does. */
export function normalizeDefinition(definition: Definition): Definition {
  const states = Object.entries(definition.States).map(([name, state]) => [name, normalizeState(state)]);
  return { ...definition, States: Object.fromEntries(states) };
}

function normalizeState(state: State): State {
  const result: State = { ...state };
  // The engine would store the result under a member named "$".
  if (result.ResultPath === '$') {
    delete result.ResultPath;
  }
  if (Array.isArray(result.Catch)) {
    result.Catch = result.Catch.map(({ ResultPath, ...rest }) =>
      ResultPath === '$' ? rest : { ...rest, ResultPath },
    );
  }
  if (result.Type === 'Task' && result.TimeoutSecondsPath === undefined) {
    // The engine's default is 60 s.
    result.TimeoutSeconds = Math.min(
      Number(result.TimeoutSeconds ?? MAX_TIMEOUT_SECONDS),
      MAX_TIMEOUT_SECONDS,
    );
  }
  if (Array.isArray(result.Choices)) {
    result.Choices = result.Choices.map(normalizeRule);
  }
  return withInner(usesTextFunctions(result) ? asTemplateTask(result) : result);
}

function withInner(state: State): State {
  const result: State = { ...state };
  for (const member of ['ItemProcessor', 'Iterator']) {
    if (result[member]) {
      result[member] = normalizeDefinition(result[member] as Definition);
    }
  }
  if (Array.isArray(result.Branches)) {
    result.Branches = result.Branches.map(normalizeDefinition);
  }
  return result;
}

function usesTextFunctions({ Type, Parameters }: State): boolean {
  return Type === 'Pass' && /"States\.(JsonToString|Format)\(/.test(JSON.stringify(Parameters ?? {}));
}

/** A Pass state whose template is filled by a task of ours instead of the engine. */
function asTemplateTask({ Parameters, ...state }: State): State {
  return {
    ...state,
    Type: 'Task',
    Resource: LOCAL_TEMPLATE,
    TimeoutSeconds: MAX_TIMEOUT_SECONDS,
    template: Parameters,
  };
}

type Rule = Record<string, unknown>;

function normalizeRule(rule: Rule): Rule {
  const negated = TYPE_TESTS.find((test) => rule[test] === false);
  if (negated !== undefined) {
    const { Next, ...test } = rule;
    return { Not: { ...test, [negated]: true }, ...(Next === undefined ? {} : { Next }) };
  }
  const result = { ...rule };
  for (const list of ['And', 'Or']) {
    if (Array.isArray(result[list])) {
      result[list] = result[list].map(normalizeRule);
    }
  }
  return result.Not ? { ...result, Not: normalizeRule(result.Not as Rule) } : result;
}
