import { arnPattern } from './arn-pattern';
import type { Matcher } from './glob';
import { textsOf } from './statement-elements';

/** Values of condition keys in one request; a key that the request does not carry is absent. */
export type ConditionContext = Partial<Record<ConditionKey, string>>;

/** Condition keys that every request is given. None depends on anything but the caller, so decisions can be kept. */
export type ConditionKey = 'aws:SecureTransport' | 'aws:SourceAccount' | 'aws:SourceArn';

/** Whether the conditions of a statement hold. */
export type Conditions = (context: ConditionContext) => boolean;

const KEYS: ConditionKey[] = ['aws:SecureTransport', 'aws:SourceAccount', 'aws:SourceArn'];

/** Operators in use (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
const OPERATORS: Record<string, (wanted: string) => Matcher> = {
  ArnLike: arnPattern,
  Bool: (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase(),
  StringEquals: (wanted) => (value) => value === wanted,
};

/**
 * Compiles the `Condition` of a statement: every operator and every key in it must hold, one of the values suffices, and
 * a key that the request does not carry never holds.
 * @throws Error for what is no condition, and for an operator or a key that the local cloud does not evaluate
 */
export function compileConditions(condition: unknown): Conditions {
  if (condition === undefined) return () => true;
  const tests = entriesOf('Condition', condition).flatMap(([operator, keys]) => {
    const entries = entriesOf(`Condition.${operator}`, keys);
    // No key at all would let everything through.
    if (entries.length === 0) {
      throw new Error(`Condition.${operator}: received {}, allowed is one key or more`);
    }
    return entries.map(([key, values]) => compileOne(operator, key, values));
  });
  return (context) => tests.every((holds) => holds(context));
}

function entriesOf(element: string, value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${element}: received ${JSON.stringify(value)}, allowed is an object`);
  }
  return Object.entries(value);
}

function compileOne(operator: string, key: string, values: unknown): Conditions {
  const compile = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!compile) throw new Error(`Condition.${operator} is not evaluated`);
  const known = KEYS.find((candidate) => candidate === key);
  if (!known) throw new Error(`Condition.${operator}.${key} is not evaluated`);
  // Bool takes true and false without quotation marks, too.
  const texts = [values].flat().map((value) => (typeof value === 'boolean' ? String(value) : value));
  const matchers = textsOf(`Condition.${operator}.${key}`, texts).map(compile);
  return (context) => {
    const value = context[known];
    return value !== undefined && matchers.some((matches) => matches(value));
  };
}
