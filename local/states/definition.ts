/** A state as the Amazon States Language writes it; which members it may have depends on its type. */
export interface State {
  Type: string;
  Resource?: string;
  Parameters?: unknown;
  [member: string]: unknown;
}

/** A workflow, or the part of one that runs inside a Map or Parallel state. */
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
  [member: string]: unknown;
}

/** A state and where it stands. */
export interface PlacedState {
  name: string;
  state: State;
  /** `States.Drain lanes.ItemProcessor.States.Drain lane` */
  place: string;
  /** Whether it runs inside a Map or Parallel state. */
  nested: boolean;
}

/** All states of a definition, those inside Map and Parallel states included. */
export function* statesOf(definition: Definition, parent = ''): Generator<PlacedState> {
  for (const [name, state] of Object.entries(definition.States ?? {})) {
    const place = `${parent}States.${name}`;
    yield { name, state, place, nested: parent !== '' };
    for (const [member, inner] of innerDefinitions(state)) {
      yield* statesOf(inner, `${place}.${member}.`);
    }
  }
}

/** Definitions inside a state, by the member that holds them. */
export function innerDefinitions(state: State): [string, Definition][] {
  const { ItemProcessor, Iterator: iterator, Branches } = state;
  const inner: [string, unknown][] = [
    ['ItemProcessor', ItemProcessor],
    ['Iterator', iterator],
    ...(Array.isArray(Branches) ? Branches : []).map((branch, index): [string, unknown] => [
      `Branches[${index}]`,
      branch,
    ]),
  ];
  return inner.filter(
    (entry): entry is [string, Definition] => typeof entry[1] === 'object' && entry[1] !== null,
  );
}
