import { type Applied, typesTable } from '../deploy/helpers/types-table';
import { synth } from '../helpers/synth';

const types = [
  ...new Set(Object.values(synth()).flatMap(({ terraform }) => Object.keys(terraform.resource))),
];
/** As if a deployment had made one resource of each type. */
const applied: Applied[] = types.map((type) => ({ type, synthesized: 1, applied: 1 }));
const summaryOf = (rows: Applied[]) => typesTable(rows)[rows.length + 1]?.split(/ {2,}/);

describe('the table of resource types', () => {
  it('has every type of the stacks executed locally and policy-checked', () => {
    const all = `${types.length} of ${types.length}`;

    expect(summaryOf(applied)).toEqual([`${types.length} types`, all, all, all]);
  });

  it('counts a type that is made in part, and one that neither the local cloud nor the policy check knows', () => {
    const rows: Applied[] = [
      { type: 'aws_sqs_queue', synthesized: 2, applied: 1 },
      { type: 'aws_sns_topic', synthesized: 1, applied: 1 },
    ];

    expect(typesTable(rows)).toContainEqual(
      expect.stringMatching(/^aws_sns_topic .* NOT THERE .* NOT CHECKED$/),
    );
    expect(summaryOf(rows)).toEqual(['2 types', '1 of 2', '1 of 2', '1 of 2']);
  });
});
