import { FakeEndpoint } from './fake-endpoint';

/** Gives each test of a file an endpoint of its own that commands talk to, under one configuration. */
export function useCommandEndpoint(config: string): () => FakeEndpoint {
  let aws: FakeEndpoint;
  const { PILLARBOX_CONFIG: before } = process.env;
  beforeEach(async () => {
    process.env.PILLARBOX_CONFIG = config;
    aws = new FakeEndpoint();
    await aws.start();
  });
  afterEach(async () => {
    await aws.stop();
    if (before === undefined) delete process.env.PILLARBOX_CONFIG;
    else process.env.PILLARBOX_CONFIG = before;
  });
  return () => aws;
}
