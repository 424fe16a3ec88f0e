import { type SynthesizedStack, synth } from '../helpers/synth';
import { NOTHING_TO_CHECK, policyChecksOf, RULES } from './policy/checks';
import { SILENT } from './policy/principal-rules';
import { allowed, list, serviceOf } from './policy/statements';
import { EVERYWHERE, masked, PARTIAL } from './policy/wildcards';

/** Every stack that a configuration can make: kept and destroyed, with replicas, with every way to tell callers. */
const CONFIGURATIONS: Record<string, Record<string, unknown>> = {
  'as shipped': {},
  'to be destroyed': { removal: 'destroy' },
  'with replicas': { replicateStatus: true },
  'without tokens': { defaults: { auth: { mode: 'none' } } },
  'with signed calls': { defaults: { auth: { mode: 'iam' } } },
  'with JSON Web Tokens': {
    defaults: { auth: { mode: 'jwt', jwt: { issuer: 'https://id.example.com', audience: ['a'] } } },
  },
};
const stacks: [string, SynthesizedStack][] = Object.entries(CONFIGURATIONS).flatMap(([title, overrides]) =>
  Object.entries(synth(overrides)).map(([name, stack]): [string, SynthesizedStack] => [
    `${name} ${title}`,
    stack,
  ]),
);
const types = [...new Set(stacks.flatMap(([, { terraform }]) => Object.keys(terraform.resource)))].sort();

describe.each(stacks)('%s', (_title, stack) => {
  it.each(RULES)('$name', ({ faults }) => {
    expect(faults(stack)).toEqual([]);
  });
});

describe('of resource types', () => {
  it.each(types)('%s has a rule, or the reason why there is nothing to check, and not both', (type) => {
    const { rules, explanation } = policyChecksOf(type);

    expect(rules.length > 0).not.toBe(explanation !== undefined);
  });

  it.each([...new Set([...RULES.flatMap((rule) => rule.types), ...Object.keys(NOTHING_TO_CHECK)])])(
    '%s is still in use',
    (type) => {
      expect(types).toContain(type);
    },
  );
});

describe('the explanation', () => {
  const all = stacks.flatMap(([, stack]) => allowed(stack));
  const wide = all.filter(({ statement }) => statement.Resource === '*');
  const arns = all.flatMap(({ statement }) => list(statement.Resource));
  const services = all.map(({ statement }) => serviceOf(statement));
  const actions = EVERYWHERE.flatMap((entry) =>
    entry.actions.map((action) => ({ ...entry, action, purpose: entry.purpose ?? 'any purpose' })),
  );

  it.each(actions)('of $action for $service, $purpose, is still needed', ({ service, action }) => {
    const held = wide.filter(({ role }) => role?.service === service);

    expect(held.flatMap(({ statement }) => statement.Action)).toContain(action);
  });

  it.each(PARTIAL)('of resources that are $why is still needed', ({ like }) => {
    expect(arns.filter((arn) => like.test(masked(arn)))).not.toEqual([]);
  });

  it.each(Object.keys(SILENT))('of roles that %s assumes for anybody is still needed', (service) => {
    expect(services).toContain(service);
  });
});
