import { parseRequest } from '../../../lambdas/reconcile/parse-request';

const REGIONS = [
  { region: 'eu-west-2', maxAttempts: 5 },
  { region: 'us-east-1', maxAttempts: 5 },
];
const faultsOf = (event: unknown): string => {
  try {
    parseRequest(event, REGIONS);
  } catch (error) {
    expect((error as Error).name).toBe('InvalidRequest');
    return (error as Error).message;
  }
  return '';
};

it.each([
  { region: 'us-east-1' },
  { region: 'eu-west-2', since: 0, minAgeSeconds: 0, dryRun: false },
  { region: 'eu-west-2', since: 1_700_000_000_000, minAgeSeconds: 60, dryRun: true, cursor: 'captures/x' },
  { region: 'eu-west-2', since: undefined, cursor: undefined },
])('%j is a request', (event) => {
  expect(parseRequest(event, REGIONS)).toEqual(event);
});

it.each([
  [{}, 'region: received nothing, allowed is eu-west-2, us-east-1'],
  [{ region: 'eu-west-9' }, 'region: received "eu-west-9", allowed is eu-west-2, us-east-1'],
  [
    { region: 'eu-west-2', since: '2026-01-01' },
    'since: received "2026-01-01", allowed is a whole number of milliseconds since 1970',
  ],
  [
    { region: 'eu-west-2', since: -1 },
    'since: received -1, allowed is a whole number of milliseconds since 1970',
  ],
  [
    { region: 'eu-west-2', minAgeSeconds: 1.5 },
    'minAgeSeconds: received 1.5, allowed is a whole number of seconds, 0 or more',
  ],
  [{ region: 'eu-west-2', dryRun: 'yes' }, 'dryRun: received "yes", allowed is true or false'],
  [
    { region: 'eu-west-2', cursor: 'messages/a' },
    'cursor: received "messages/a", allowed is the cursor of a report, a key that begins with captures/',
  ],
  [
    { region: 'eu-west-2', cursor: null },
    'cursor: received null, allowed is the cursor of a report, a key that begins with captures/',
  ],
  [
    { region: 'eu-west-2', dryrun: true },
    'dryrun: received true, allowed are region, since, minAgeSeconds, dryRun, cursor',
  ],
  [null, 'the request: received null, allowed is an object'],
  [[], 'the request: received [], allowed is an object'],
])('fails for %j, naming member, value and what is allowed', (event, fault) => {
  expect(faultsOf(event)).toBe(fault);
});

it('fails for a cursor that is longer than any key', () => {
  expect(faultsOf({ region: 'eu-west-2', cursor: `captures/${'é'.repeat(508)}` })).toMatch(
    /^cursor: received/,
  );
  expect(faultsOf({ region: 'eu-west-2', cursor: `captures/${'é'.repeat(507)}` })).toBe('');
});

it('fails with every fault at once', () => {
  expect(faultsOf({ region: 'x', since: 'x', minAgeSeconds: 'x' }).split('; ')).toHaveLength(3);
});
