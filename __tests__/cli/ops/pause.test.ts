import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const CONTROL = 'control#drain';

describe('pause', () => {
  it('notes the region where drains look, and says what that means', async () => {
    expect(await operator.run('pause', 'eu-west-2')).toEqual({
      exitCode: 0,
      out: ['Paused: eu-west-2.'],
      notes: [
        'Lanes under way end within 115 s. Captures go on being taken.',
        "Resume before the queues' retention is over, 14 days: what is older is gone from them.",
      ].join('\n'),
    });
    expect(await operator.item(CONTROL)).toEqual({ id: CONTROL, pausedRegions: new Set(['eu-west-2']) });
  });

  it('without a region pauses all', async () => {
    expect((await operator.run('pause')).out).toEqual(['Paused: eu-west-2, us-east-1.']);
  });

  it('keeps what is paused already, and twice is as good as once', async () => {
    await operator.run('pause', 'us-east-1');
    await operator.run('pause', 'eu-west-2');

    expect((await operator.run('pause', 'eu-west-2')).out).toEqual(['Paused: eu-west-2, us-east-1.']);
  });

  it('a dry run says what would be paused and what is, and writes nothing', async () => {
    expect(await operator.run('pause', '--dry-run')).toEqual({
      exitCode: 0,
      out: ['Would pause eu-west-2, us-east-1.', 'Nothing is paused.'],
      notes: '',
    });
    expect(operator.writes).toEqual([]);
  });
});

describe('resume', () => {
  it('ends the pause of one region, and the others stay paused', async () => {
    await operator.run('pause');

    expect(await operator.run('resume', 'eu-west-2')).toEqual({
      exitCode: 0,
      out: ['Paused: us-east-1.'],
      notes: '',
    });
    expect(await operator.item(CONTROL)).toEqual({ id: CONTROL, pausedRegions: new Set(['us-east-1']) });
  });

  it('without a region ends every pause, that of a region which the configuration has no more, too', async () => {
    await operator.run('pause', 'eu-west-2');
    await operator.pauseElsewhere('mars-north-1');

    expect((await operator.run('resume')).out).toEqual(['Nothing is paused.']);
    expect(await operator.item(CONTROL)).toEqual({ id: CONTROL });
  });

  it.each([[[]], [['eu-west-2']]])('of what is not paused changes nothing: %j', async (regions) => {
    expect(await operator.run('resume', ...regions)).toMatchObject({
      exitCode: 0,
      out: ['Nothing is paused.'],
    });
  });

  it('a dry run says what would be resumed and what is paused, and writes nothing', async () => {
    await operator.run('pause', 'us-east-1');

    expect((await operator.run('resume', '--dry-run')).out).toEqual([
      'Would resume us-east-1.',
      'Paused: us-east-1.',
    ]);
    expect((await operator.run('resume', 'eu-west-2', '--dry-run')).out).toEqual([
      'Would resume nothing.',
      'Paused: us-east-1.',
    ]);
    expect(operator.writes).toEqual([]);
  });
});
