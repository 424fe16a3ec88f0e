import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const BUS = 'test-failures';
/** The tests' clock begins here. */
const NOW = '2023-11-14T22:13:20.000Z';
const FROM = '2023-11-14T22:00:00.000Z';

/** An event that comes into the archive now. */
const archive = () =>
  operator.cloud.ask(
    'events',
    'PutEvents',
    { Entries: [{ EventBusName: BUS, Source: 's', DetailType: 'd', Detail: '{}' }] },
    'eu-west-1',
  );

it('what came in between two times is replayed to the bus, and followed to its end', async () => {
  await archive();
  operator.cloud.time += 1000;

  const { exitCode, out, notes } = await operator.run('replay', '--from', FROM);

  const name = 'test-2023-11-14T22-13-21-000Z';
  const span = `from ${FROM} to 2023-11-14T22:13:21.000Z`;
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: [`Replayed what came in ${span}: the captures are being processed.`],
  });
  expect(notes.split('\n')).toEqual(
    expect.arrayContaining([
      'The failure archive holds about 1 capture in all.',
      `Replay ${name} ${span}.`,
      `COMPLETED, last replayed what came in at ${NOW}`,
    ]),
  );
  expect(operator.events.replayOf('eu-west-1', name)).toMatchObject({
    from: Date.parse(FROM),
    to: Date.parse(NOW) + 1000,
    bus: { name: BUS },
  });
});

it('an archive that counts no captures is replayed all the same, and said to be empty', async () => {
  const { exitCode, out } = await operator.run('replay', '--from', FROM);

  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: [
      `Replayed what came in from ${FROM} to ${NOW}: the archive holds 0 captures by a count up to a day old, so there was probably nothing to process.`,
    ],
  });
});

it('--to ends the span', async () => {
  const { out } = await operator.run('replay', '--from', FROM, '--to', '2023-11-14T23:05+01:00');

  expect(out.join()).toContain(`from ${FROM} to 2023-11-14T22:05:00.000Z`);
});

it('fails when the replay does, with the reason that EventBridge gives', async () => {
  operator.cloud.answer('events DescribeReplay', () => ({ State: 'FAILED', StateReason: 'rule deleted' }));

  expect(await operator.run('replay', '--from', FROM)).toMatchObject({
    exitCode: 1,
    out: [],
    notes: expect.stringMatching(/replay test-\S+ ended FAILED: rule deleted/),
  });
});

it('Ctrl-C leaves the replay running, and says so', async () => {
  operator.cloud.answer('events DescribeReplay', () => ({ State: 'RUNNING' }));
  operator.onSleep = () => void process.emit('SIGINT');

  expect(await operator.run('replay', '--from', FROM)).toMatchObject({
    exitCode: 1,
    notes: expect.stringMatching(/broken off; replay test-\S+ goes on by itself/),
  });
});

it('a dry run says from when to when, and starts nothing', async () => {
  await archive();

  expect(await operator.run('replay', '--from', FROM, '--dry-run')).toEqual({
    exitCode: 0,
    out: [`Would replay what came in from ${FROM} to ${NOW}.`],
    notes: 'The failure archive holds about 1 capture in all.',
  });
  expect(operator.writes).toEqual([]);
});

it.each([
  [['--from', NOW, '--to', FROM], `--from: received ${NOW}, allowed is a time before --to, ${FROM}`],
  [['--from', NOW], `--from: received ${NOW}, allowed is a time before --to, ${NOW}`],
  [
    ['--from', FROM, '--to', '2023-11-14T22:13:21Z'],
    `--to: received 2023-11-14T22:13:21.000Z, allowed is a time that is not after now, ${NOW}`,
  ],
])('fails for a span that is none, naming option, value and what is allowed: %j', async (options, notes) => {
  expect(await operator.run('replay', ...options)).toEqual({ exitCode: 2, out: [], notes });
  expect(operator.cloud.asked).toEqual([]);
});

it('fails without --from', async () => {
  expect(await operator.run('replay')).toMatchObject({
    exitCode: 2,
    notes: "error: required option '--from <time>' not specified",
  });
});
