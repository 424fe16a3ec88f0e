import { startChild } from '../../local/start-child';

it('serves from a process of its own until it is stopped', async () => {
  const cloud = await startChild('__tests__/e2e/regions.json');
  const health = await fetch(`${cloud.endpoint}/_local/health`);

  await cloud.stop();

  expect(health.status).toBe(200);
  expect(cloud.readyMs).toBeGreaterThan(0);
  await expect(fetch(`${cloud.endpoint}/_local/health`)).rejects.toThrow('fetch failed');
});

it('fails when the local cloud does not start', async () => {
  await expect(startChild('no-such-configuration.json')).rejects.toThrow(
    'the local cloud ended before it was ready',
  );
});
