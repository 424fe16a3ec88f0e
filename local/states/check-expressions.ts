import type { PlacedState } from './definition';
import { isTemplateServed } from './string-template';

/** Context paths that the engine fills. Inside a Map or Parallel state it replaces Input and StartTime by the inner ones. */
const CONTEXT = /^\$\$\.(Execution\.(Id|Name|RoleArn)|StateMachine\.(Id|Name))$/;
const CONTEXT_OUTSIDE = /^\$\$\.Execution\.(StartTime|Input\b.*)$/;
const CONTEXT_OF_ITEM = /^\$\$\.Map\.Item\.(Index|Value\b.*)$/;
const INNER = ['ItemProcessor', 'Iterator', 'Branches'];

/** Intrinsic functions whose text result the engine strips of every backslash. */
const GARBLED = /\bStates\.(Format|JsonToString|Base64Decode|ArrayGetItem)\(/;

/** Context paths that would be missing or wrong. */
export function checkContextPaths({ state, place, nested }: PlacedState): string[] {
  const faults: string[] = [];
  for (const { path, text } of texts(state)) {
    const ofItem = /^(ItemSelector|Parameters)\b/.test(path) && state.Type === 'Map';
    for (const used of text.match(/\$\$[^\s,)]*/g) ?? []) {
      const served =
        CONTEXT.test(used) ||
        (!nested && CONTEXT_OUTSIDE.test(used)) ||
        (ofItem && CONTEXT_OF_ITEM.test(used));
      if (!served) {
        faults.push(`${place}.${path}: ${used} is not served`);
      }
    }
  }
  return faults;
}

/** Intrinsic functions that would answer something else than on AWS. */
export function checkIntrinsics({ state, place }: PlacedState): string[] {
  const garbled = texts(state).filter(({ text }) => GARBLED.test(text));
  if (state.Type === 'Pass' && garbled.every(({ path }) => path.startsWith('Parameters'))) {
    return garbled.length === 0 || isTemplateServed(state.Parameters)
      ? []
      : [
          `${place}.Parameters: with States.Format or States.JsonToString, only these, paths and constants are served`,
        ];
  }
  return garbled.map(
    ({ path, text }) => `${place}.${path}: ${text} is served in the Parameters of a Pass state only`,
  );
}

/** Texts in a state that are evaluated: members ending in `.$` or `Path`, and `Variable`. Inner definitions excepted. */
function texts(value: object, parent = ''): { path: string; text: string }[] {
  return Object.entries(value).flatMap(([member, inner]) => {
    if (parent === '' && INNER.includes(member)) {
      return [];
    }
    const path = Array.isArray(value) ? `${parent}[${member}]` : `${parent}${parent ? '.' : ''}${member}`;
    if (typeof inner === 'object' && inner !== null) {
      return texts(inner, path);
    }
    const evaluated = member.endsWith('.$') || member.endsWith('Path') || member === 'Variable';
    return evaluated && typeof inner === 'string' ? [{ path, text: inner }] : [];
  });
}
