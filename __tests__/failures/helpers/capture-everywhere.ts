import type { Deployment } from '../../e2e/helpers/deployment';

/** Ingest regions of the deployments that these tests run on. */
export const REGIONS = ['eu-west-2', 'us-east-1', 'ap-southeast-2'] as const;

/** Clients of a region that post at the same time. */
const CLIENTS = 8;

/** Posts so many captures to one region and insists on every 202. Returns the ids. */
export async function captureMany(deployment: Deployment, region: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const client = async () => {
    while (next < count) ids.push(await deployment.capture(region, `{"capture":${next++}}`));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return ids;
}

/** Posts so many captures to every region, all regions at the same time, and insists on every 202. Returns the ids. */
export async function captureEverywhere(deployment: Deployment, perRegion: number): Promise<string[]> {
  const ids = REGIONS.map((region) => captureMany(deployment, region, perRegion));
  return (await Promise.all(ids)).flat();
}
