import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize';
import { Harness } from './harness';
import { type Permission, permissionsOf } from './permission';
import { ACCOUNT, CENTRAL } from './stage';

let outdir: string;
let harness: Harness;
let reading: Permission[];
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'pillarbox-permissions-app-'));
  await synthesize({ outdir, config: '__tests__/permissions/replicated-regions.json' });
  harness = await Harness.start(outdir);
  reading = permissionsOf(harness.cloud.stacks).filter(
    ({ of, action }) => of === 'get-job' && action === 'dynamodb:GetItem',
  );
});
afterAll(async () => {
  await harness.stop();
  await rm(outdir, { recursive: true });
});

describe('where status is replicated, dynamodb:GetItem of get-job', () => {
  it('is for the replica of its own region, one a region', () => {
    expect(reading.map(({ holder, on }) => [holder.region, on])).toEqual(
      ['eu-west-2', 'us-east-1'].map((region) => [
        region,
        `arn:aws:dynamodb:${region}:${ACCOUNT}:table/perm-records`,
      ]),
    );
  });

  it('is enough, also while the centre is down, and needed', async () => {
    for (const permission of reading) {
      await harness.cloud.faults.add({ outage: 'refuse', region: CENTRAL });

      await expect(harness.play('told', permission)).resolves.toBeUndefined();
      const call = await harness.deny(permission, { of: ['get-job'], actions: [], breaks: 'told' });

      await harness.cloud.faults.clear();
      expect(call?.message).toContain(`perform: dynamodb:GetItem on resource: ${permission.on}`);
    }
  });
});
