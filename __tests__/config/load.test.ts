import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaText } from '../../config/json-schema';
import { loadSettings, parseSettings } from '../../config/load';
import { faultsOf, minimal } from '../helpers/configurations';

describe('defaults', () => {
  it('are the documented ones', () => {
    const settings = parseSettings(minimal);

    expect(settings.processing).toEqual({
      expressTimeoutSeconds: 60,
      processTimeoutSeconds: 40,
      processTaskTimeoutSeconds: 50,
      leaseSeconds: 70,
      visibilityTimeoutSeconds: 80,
      standardTimeoutSeconds: 600,
      standardProcessTimeoutSeconds: 480,
      standardProcessTaskTimeoutSeconds: 540,
      standardLeaseSeconds: 660,
      queueDelaySeconds: 3,
      pollSeconds: 20,
      maxReceiveCount: 1000,
      laneReceiveSeconds: 55,
      laneTimeoutSeconds: 125,
      drainTimeoutSeconds: 135,
      lanePolls: 2,
      laneMaxInFlight: 20,
      maxLanesPerRegion: 8,
      retryBaseSeconds: 10,
      retryMaxSeconds: 900,
      reconcileMinAgeSeconds: 86_400,
      processors: 'processors',
    });
    expect(settings.retention).toEqual({ queueSeconds: 1_209_600, objectDays: 60, recordDays: 90 });
    expect(settings.removal).toBe('retain');
    expect(settings.replicateStatus).toBe(false);
    expect(settings.ingest[0]).toEqual({
      region: 'eu-west-2',
      api: {
        name: 'pillarbox',
        description: 'Regional capture for central processing',
        stageName: 'beta',
        throttle: { ratePerSecond: 1000, burst: 2000 },
      },
      auth: {
        modes: { captures: 'token', jobs: 'token', messages: 'token' },
        tokenHeader: 'AuthDetails',
        cacheTtlSeconds: 300,
      },
      logRetentionDays: 7,
      maxProcessingAttempts: 5,
    });
  });

  it('are overridden by `defaults`, and those by the region, member by member', () => {
    const settings = parseSettings({
      ...minimal,
      defaults: { logRetentionDays: 14, auth: { cacheTtlSeconds: 0 }, api: { throttle: { burst: 10 } } },
      ingest: [
        { region: 'eu-west-2', auth: { tokenHeader: 'X-Token' }, api: { throttle: { ratePerSecond: 5 } } },
        { region: 'us-east-1', logRetentionDays: 30 },
      ],
    });

    expect(settings.ingest[0]?.auth).toEqual({
      modes: { captures: 'token', jobs: 'token', messages: 'token' },
      tokenHeader: 'X-Token',
      cacheTtlSeconds: 0,
    });
    expect(settings.ingest[0]?.api.throttle).toEqual({ ratePerSecond: 5, burst: 10 });
    expect(settings.ingest.map((region) => region.logRetentionDays)).toEqual([14, 30]);
    expect(settings.central.logRetentionDays).toBe(14);
  });

  it.each([4, 7, 60, 61, 180])(
    'satisfy every inequality for an execution time-out of %d s',
    (expressTimeoutSeconds) => {
      expect(faultsOf({ ...minimal, processing: { expressTimeoutSeconds } })).toEqual([]);
    },
  );

  it.each([
    [19, 19],
    [20, 20],
    [21, 20],
  ])(
    'with a reserved concurrency of %d let a lane process %d captures at once',
    (reservedConcurrency, most) => {
      expect(
        parseSettings({ ...minimal, processing: { reservedConcurrency } }).processing.laneMaxInFlight,
      ).toBe(most);
    },
  );
});

describe('faults', () => {
  it('fails with every fault at once, each with path, value and what is allowed', () => {
    const faults = faultsOf({
      name: 'Pillar Box',
      central: { region: 'eu-west-1', zone: 1 },
      colour: 'red',
      defaults: {
        maxProcessingAttempts: 101,
        auth: { cacheTtlSeconds: -1, mode: 'basic' },
        logRetentionDays: 8,
      },
      processing: { leaseSeconds: 30 },
      retention: { objectDays: 3 },
      removal: 'burn',
      state: { backend: 'gcs' },
      ingest: [
        { region: 'eu-west-2' },
        { region: 'eu-west-2' },
        { region: 'cn-north-1' },
        { region: 'London' },
        { api: { throttle: { burst: 1.5 } } },
      ],
    });

    expect(faults.sort()).toEqual(
      [
        'name: received "Pillar Box", allowed is 2 to 20 lower-case letters, digits and -, a letter first and no - last, not beginning as S3 forbids (xn--, sthree-, amzn-s3-demo-)',
        'central.zone: unknown key, received 1',
        'colour: unknown key, received "red"',
        'defaults.maxProcessingAttempts: received 101, allowed is at most 100',
        'defaults.auth.cacheTtlSeconds: received -1, allowed is at least 0',
        'defaults.auth.mode: received "basic", allowed is "token", "jwt", "iam", "none"',
        'defaults.logRetentionDays: received 8, allowed is 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
        'processing.expressTimeoutSeconds: 60 (default), allowed is less than processing.leaseSeconds (30): a claim must outlive its execution',
        'retention.queueSeconds: 1209600 (default), allowed is less than retention.objectDays (in seconds) (259200): an object must outlive its message',
        'removal: received "burn", allowed is "retain", "destroy"',
        'state.backend: received "gcs", allowed is "local", "s3"',
        'ingest[1].region: received "eu-west-2", which ingest[0] has already; allowed is each region once',
        'ingest[2].region: received "cn-north-1" of partition aws-cn, allowed is the partition of central.region (aws)',
        'ingest[3].region: received "London", allowed is a region name such as "eu-west-1"',
        'ingest[4].region: missing, allowed is a string',
        'ingest[4].api.throttle.burst: received 1.5, allowed is an integer',
      ].sort(),
    );
  });

  it('fails for a file that is not there or not JSON, naming it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pillarbox-config-'));
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{');

    expect(() => loadSettings(join(folder, 'absent.json'))).toThrow(
      /absent\.json: 1 fault\n {2}cannot be read: /,
    );
    expect(() => loadSettings(file)).toThrow(/broken\.json: 1 fault\n {2}is not JSON: /);
  });
});

describe('the folder of processors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pillarbox-processors-'));
  const load = (json: object) => {
    const file = join(folder, 'regions.json');
    writeFileSync(file, JSON.stringify(json));
    return loadSettings(file);
  };

  it('is there, with an index.ts', () => {
    writeFileSync(join(folder, 'index.ts'), '');

    expect(load({ ...minimal, processing: { processors: folder } }).processing.processors).toBe(folder);
    expect(load(minimal).processing.processors).toBe('processors');
  });

  it.each(['nowhere', 'processors/index.ts', 'config'])('fails for %s, which is none', (processors) => {
    expect(() => load({ ...minimal, processing: { processors } })).toThrow(
      `regions.json: 1 fault\n  processing.processors: received "${processors}", allowed is a folder with index.ts`,
    );
  });

  it('fails together with all other faults', () => {
    expect(() => load({ ...minimal, name: 'X', processing: { processors: 'nowhere' } })).toThrow(
      ': 2 faults\n',
    );
  });
});

describe('the shipped files', () => {
  it('regions.json is valid', () => {
    expect(loadSettings('regions.json').ingest.map((region) => region.region)).toEqual([
      'eu-west-2',
      'us-east-1',
      'ap-southeast-2',
    ]);
  });

  it('regions.schema.json is what the schema generates (npm run schema)', () => {
    expect(readFileSync('regions.schema.json', 'utf8')).toBe(schemaText());
  });
});
