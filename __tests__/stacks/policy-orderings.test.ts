import { inequalities, type OrderedSettings } from '../../config/inequalities';
import { parseSettings } from '../../config/load';
import { configuration, synth } from '../helpers/synth';
import { retentions, type Synthesized, synthesizedSettings } from './policy/synthesized-settings';

/** Everything that an ordering is about, unlike its default. */
const OTHER_VALUES = {
  processing: {
    processTimeoutSeconds: 81,
    processTaskTimeoutSeconds: 82,
    expressTimeoutSeconds: 90,
    leaseSeconds: 91,
    standardProcessTimeoutSeconds: 601,
    standardProcessTaskTimeoutSeconds: 602,
    standardTimeoutSeconds: 603,
    standardLeaseSeconds: 604,
    visibilityTimeoutSeconds: 92,
    laneReceiveSeconds: 30,
    laneTimeoutSeconds: 121,
    drainTimeoutSeconds: 160,
    maxReceiveCount: 500,
    retryBaseSeconds: 11,
    retryMaxSeconds: 800,
    reconcileMinAgeSeconds: 90_000,
    laneMaxInFlight: 12,
    reservedConcurrency: 13,
  },
  retention: { queueSeconds: 100_000, objectDays: 61, recordDays: 91 },
};

describe.each([
  ['as shipped', {}],
  ['with every value changed', OTHER_VALUES],
])('what is synthesized %s', (_title, overrides) => {
  const stacks = synth(overrides);
  const settings = parseSettings(configuration(overrides));
  const central = stacks.central!;

  describe.each(['ingest-eu-west-2', 'ingest-us-east-1'])('for %s', (name) => {
    const ingest = stacks[name]!;
    const found = synthesizedSettings(central, ingest);

    it('has the time-outs, waits and retentions of the settings', () => {
      expect(settings).toMatchObject(found);
    });

    it('holds the orderings that the promise rests on', () => {
      expect(brokenOrderings(found)).toEqual([]);
    });

    it('keeps messages of both queues as long, and idempotency keys and failures as long as records', () => {
      const { queueSeconds, recordDays } = settings.retention;

      expect(retentions(central, ingest)).toEqual({
        errorQueueSeconds: queueSeconds,
        recordDays,
        idempotencyDays: recordDays,
        archiveDays: recordDays,
      });
    });
  });
});

it('fails an ordering whose value is missing from what is synthesized', () => {
  const stacks = synth();
  const { processing, ...rest } = synthesizedSettings(stacks.central!, stacks['ingest-eu-west-2']!);
  const missing = { ...rest, processing: { ...processing, leaseSeconds: Number.NaN } };

  expect(brokenOrderings(missing)).toEqual([
    'a claim must outlive its execution',
    'a message must come back only when its lease can be taken over',
  ]);
});

/** Why the orderings matter that do not hold. */
function brokenOrderings(found: Synthesized): string[] {
  // Orderings look at no other setting.
  return inequalities(found as OrderedSettings)
    .filter(({ left, right, orEqual }) => !(orEqual ? left.value <= right.value : left.value < right.value))
    .map(({ why }) => why);
}
