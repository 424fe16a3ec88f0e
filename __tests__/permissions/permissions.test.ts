import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize';
import { Harness } from './harness';
import { type Permission, permissionsOf, titleOf } from './permission';
import type { Scenario } from './scenarios';
import { PURPOSES, type Purpose } from './table';

let outdir: string;
let harness: Harness;
let permissions: Permission[];
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'pillarbox-permissions-app-'));
  await synthesize({ outdir, config: '__tests__/permissions/regions.json' });
  harness = await Harness.start(outdir);
  permissions = permissionsOf(harness.cloud.stacks);
});
afterAll(async () => {
  await harness.stop();
  await rm(outdir, { recursive: true });
});

/** One row per role, or queue, and action. */
const rows = PURPOSES.flatMap((purpose) =>
  purpose.of.flatMap((of) => purpose.actions.map((action) => ({ of, action, purpose }))),
);
type Row = (typeof rows)[number];

const belongsTo =
  ({ of, action }: Row) =>
  (permission: Permission) =>
    permission.of === of && permission.action === action;
const brokenBy = (wanted: (breaks: Purpose['breaks']) => boolean) =>
  rows.filter(({ purpose: { breaks } }) => breaks !== undefined && wanted(breaks));

it('every permission of every policy has one row in the table, and every row a permission', () => {
  const counted = permissions.map((permission) => ({
    title: titleOf(permission),
    rows: rows.filter((row) => belongsTo(row)(permission)).length,
  }));

  expect(counted.filter(({ rows }) => rows !== 1)).toEqual([]);
  expect(rows.filter((row) => !permissions.some(belongsTo(row)))).toEqual([]);
});

it('a permission that no scenario shows says why', () => {
  const silent = PURPOSES.filter(
    ({ breaks, unproven }) => (breaks === undefined) === (unproven === undefined),
  );

  expect(silent).toEqual([]);
});

describe('a stack cannot be created', () => {
  it.each(brokenBy((breaks) => breaks === 'created'))(
    'without $action of $of, and says who is denied what',
    async (row) => {
      for (const permission of permissions.filter(belongsTo(row))) {
        const { who, action, on } = permission;

        const refusal = await harness.refuse(permission);

        expect(refusal).toContain(who.endsWith('.amazonaws.com') ? `User: ${who}` : `:assumed-role/${who}/`);
        expect(refusal).toContain(`is not authorized to perform: ${action} on resource: ${on}`);
      }
    },
  );
});

/** A backlog that nobody drains is left behind by the last of them. */
const isLast = (breaks: Purpose['breaks']) => breaks === 'shared out';
const ordered = [
  ...brokenBy((breaks) => breaks !== 'created' && !isLast(breaks)),
  ...brokenBy((breaks) => isLast(breaks)),
];

describe.each([...new Set(ordered.map(({ purpose }) => purpose.breaks as Scenario))])('"%s"', (scenario) => {
  const mine = ordered.filter(({ purpose }) => purpose.breaks === scenario);

  it('works as it stands', async () => {
    const permission = permissions.find(belongsTo(mine[0] as Row));

    await expect(harness.play(scenario, permission as Permission)).resolves.toBeUndefined();
  });

  it.each(mine)('fails without $action of $of, naming principal, action and resource', async (row) => {
    for (const permission of permissions.filter(belongsTo(row))) {
      const call = await harness.deny(permission, row.purpose);

      expect({ permission: titleOf(permission), denied: call?.message }).toEqual({
        permission: titleOf(permission),
        denied: expect.stringContaining('is not authorized to perform'),
      });
    }
  });
});
