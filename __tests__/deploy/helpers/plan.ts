/** A resource that a plan would change. */
export interface Change {
  address: string;
  type: string;
  action: 'create' | 'update' | 'delete' | 'replace';
  /** Names of the arguments whose value changes or is not known yet. */
  changed: string[];
}

/** What an apply would change. */
export interface Plan {
  changes: Change[];
  /** Resources that stay as they are. */
  unchanged: string[];
}

type Values = Record<string, unknown>;

interface PlanJson {
  resource_changes?: {
    address: string;
    mode: string;
    type: string;
    change: { actions: string[]; before: Values | null; after: Values | null; after_unknown: Values };
  }[];
}

/** Reads what `terraform show -json` prints of a plan. */
export function readPlan(text: string): Plan {
  const resources = ((JSON.parse(text) as PlanJson).resource_changes ?? []).filter(
    ({ mode }) => mode === 'managed',
  );
  const touched = resources.filter(({ change }) => !change.actions.includes('no-op'));
  return {
    changes: touched.map(({ address, type, change }) => ({
      address,
      type,
      action: actionOf(change.actions),
      changed: changedArguments(change.before ?? {}, change.after ?? {}, change.after_unknown),
    })),
    unchanged: resources.filter((resource) => !touched.includes(resource)).map(({ address }) => address),
  };
}

/** The changes in short, such as `update aws_sqs_queue.captures (visibility_timeout_seconds)`, sorted. */
export function summaryOf({ changes }: Plan): string[] {
  return changes
    .map(({ action, address, changed }) =>
      action === 'update' ? `${action} ${address} (${changed.join(', ')})` : `${action} ${address}`,
    )
    .sort();
}

function actionOf(actions: string[]): Change['action'] {
  return actions.length === 2 ? 'replace' : (actions[0] as Change['action']);
}

function changedArguments(before: Values, after: Values, unknown: Values): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names].filter((name) => differ(before[name], after[name]) || isUnknown(unknown[name])).sort();
}

function differ(before: unknown, after: unknown): boolean {
  return JSON.stringify(before ?? null) !== JSON.stringify(after ?? null);
}

/** `true` stands for an unknown value, at whatever depth. */
function isUnknown(value: unknown): boolean {
  return (
    value === true || (typeof value === 'object' && value !== null && Object.values(value).some(isUnknown))
  );
}
