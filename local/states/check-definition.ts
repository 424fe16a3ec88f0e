import { checkContextPaths, checkIntrinsics } from './check-expressions';
import { type Definition, innerDefinitions, type PlacedState, type State, statesOf } from './definition';
import { INTEGRATIONS } from './integrations';
import { MAX_TIMEOUT_SECONDS } from './normalize-definition';
import { resourceName } from './resource-name';

const COMMON = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath', 'QueryLanguage'];
const RESULT = ['ResultSelector', 'ResultPath', 'Retry', 'Catch'];

/** Members that the engine honours, by state type. All others would be ignored without a word. */
const MEMBERS: Record<string, string[]> = {
  Task: ['Resource', 'Parameters', 'TimeoutSeconds', 'TimeoutSecondsPath', ...RESULT],
  Pass: ['Result', 'Parameters', 'ResultPath'],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
  Parallel: ['Branches', 'Parameters', ...RESULT],
  Map: [
    'ItemsPath',
    'ItemProcessor',
    'Iterator',
    'ItemSelector',
    'Parameters',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    ...RESULT,
  ],
};
const DEFINITION_MEMBERS = [
  'Comment',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'Version',
  'QueryLanguage',
  'ProcessorConfig',
];
const RETRIER = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER = ['ErrorEquals', 'Next', 'ResultPath', 'Comment'];

/** What in a definition the local cloud does not serve, each fault with its place. */
export function checkDefinition(definition: Definition): string[] {
  const faults = checkWorkflow(definition, '');
  const seen = new Set<string>();
  for (const placed of statesOf(definition)) {
    if (seen.has(placed.name)) {
      faults.push(
        `${placed.place}: the state name is used twice; names are unique in the whole state machine`,
      );
    }
    seen.add(placed.name);
    faults.push(...checkState(placed));
  }
  return faults;
}

function checkState(placed: PlacedState): string[] {
  const { state, place } = placed;
  const known = MEMBERS[state.Type];
  if (!known) {
    return [`${place}.Type: ${state.Type} is not served`];
  }
  return [
    ...unknownMembers(state, [...COMMON, ...known], place),
    ...queryLanguage(state, place),
    ...tooLong(state, ['Seconds'], place),
    ...each(state.Retry, (retrier, index) => [
      ...unknownMembers(retrier, RETRIER, `${place}.Retry[${index}]`),
      ...tooLong(retrier, ['IntervalSeconds', 'MaxDelaySeconds'], `${place}.Retry[${index}]`),
    ]),
    ...each(state.Catch, (catcher, index) => unknownMembers(catcher, CATCHER, `${place}.Catch[${index}]`)),
    ...innerDefinitions(state).flatMap(([member, inner]) => checkWorkflow(inner, `${place}.${member}.`)),
    ...checkTask(placed),
    ...checkContextPaths(placed),
    ...checkIntrinsics(placed),
    ...('Result' in state && !state.Result
      ? [`${place}.Result: the engine passes the input on instead of ${state.Result}`]
      : []),
  ];
}

function checkWorkflow(definition: Definition, prefix: string): string[] {
  const faults = unknownMembers(definition, DEFINITION_MEMBERS, prefix.slice(0, -1));
  const { ProcessorConfig } = definition;
  const mode = (ProcessorConfig as { Mode?: string } | undefined)?.Mode ?? 'INLINE';
  if (mode !== 'INLINE') {
    faults.push(`${prefix}ProcessorConfig.Mode: ${mode} is not served, only INLINE`);
  }
  return [...faults, ...queryLanguage(definition, prefix.slice(0, -1))];
}

function checkTask({ state, place }: PlacedState): string[] {
  if (state.Type !== 'Task') {
    return [];
  }
  const integration = INTEGRATIONS[resourceName(state.Resource)];
  if (!integration) {
    return [
      `${place}.Resource: ${state.Resource} is not served; served are ${Object.keys(INTEGRATIONS).join(', ')}`,
    ];
  }
  const given = Object.keys((state.Parameters ?? {}) as object).map((name) => name.replace(/\.\$$/, ''));
  const unknown = given.filter((name) => integration.parameters && !integration.parameters.includes(name));
  return unknown.map((name) => `${place}.Parameters.${name}: is not served`);
}

function unknownMembers(object: object, known: string[], place: string): string[] {
  const unknown = Object.keys(object).filter((member) => !known.includes(member));
  return unknown.map((member) => `${place}${place ? '.' : ''}${member}: is not served`);
}

/** The engine waits with one timer, and Node runs one that is too long at once. */
function tooLong(object: object, members: string[], place: string): string[] {
  const given = Object.entries(object).filter(([member]) => members.includes(member));
  return given
    .filter(([, value]) => Number(value) > MAX_TIMEOUT_SECONDS)
    .map(([member, value]) => `${place}.${member}: ${value} is not served, up to ${MAX_TIMEOUT_SECONDS} is`);
}

function queryLanguage({ QueryLanguage }: State | Definition, place: string): string[] {
  return QueryLanguage === undefined || QueryLanguage === 'JSONPath'
    ? []
    : [`${place}${place ? '.' : ''}QueryLanguage: ${QueryLanguage} is not served, only JSONPath`];
}

function each(list: unknown, check: (item: object, index: number) => string[]): string[] {
  return Array.isArray(list) ? list.flatMap(check) : [];
}
