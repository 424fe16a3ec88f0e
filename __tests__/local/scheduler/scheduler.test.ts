import { ratePeriodSeconds } from '../../../local/scheduler/rate';
import { SchedulerService } from '../../../local/scheduler/service';
import { REGION, TestCloud } from '../../helpers/test-cloud';

function setUp(schedule: { enabled?: boolean; maxRetryAttempts?: number; periodSeconds?: number } = {}) {
  const cloud = new TestCloud();
  const scheduler = new SchedulerService(cloud);
  const call = jest.spyOn(cloud, 'call').mockResolvedValue({});
  scheduler.createSchedule({
    name: 'drain',
    arn: 'arn:schedule',
    region: REGION,
    periodSeconds: schedule.periodSeconds ?? 60,
    enabled: schedule.enabled ?? true,
    target: {
      stateMachineArn: 'arn:machine',
      roleArn: 'arn:role',
      input: '{}',
      maxRetryAttempts: schedule.maxRetryAttempts ?? 0,
    },
  });
  return { scheduler, call };
}

describe('a schedule', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('starts its state machine at once and then every period, by its role', async () => {
    const { scheduler, call } = setUp();
    scheduler.start();
    await jest.advanceTimersByTimeAsync(0);
    const input = { stateMachineArn: 'arn:machine', input: '{}' };
    expect(call.mock.calls).toEqual([[REGION, 'states', 'StartExecution', input, { principal: 'arn:role' }]]);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(call).toHaveBeenCalledTimes(3);
    scheduler.stop();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(call).toHaveBeenCalledTimes(3);
  });

  it('takes another period from the local cloud', async () => {
    const { scheduler, call } = setUp();
    scheduler.start(2);
    await jest.advanceTimersByTimeAsync(4000);
    expect(call).toHaveBeenCalledTimes(3);
    scheduler.stop();
  });

  it.each([120, 86_400])(
    'of %d s keeps its own period, for it is not every minute that it fires',
    async (seconds) => {
      const { scheduler, call } = setUp({ periodSeconds: seconds });
      scheduler.start(2);
      await jest.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(call).toHaveBeenCalledTimes(1);
      await jest.advanceTimersByTimeAsync(1);
      expect(call).toHaveBeenCalledTimes(2);
      scheduler.stop();
    },
  );

  it('waits a period that one timer cannot hold', async () => {
    const { scheduler, call } = setUp();
    const periodMs = 3_000_000_000;
    scheduler.start(periodMs / 1000);
    await jest.advanceTimersByTimeAsync(periodMs - 1);
    expect(call).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(2);
    scheduler.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stays still before it is started, and when it is disabled', async () => {
    const { scheduler, call } = setUp({ enabled: false });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(call).not.toHaveBeenCalled();
  });

  it('does not fire while it is suspended, nor make up for it', async () => {
    const { scheduler, call } = setUp();
    scheduler.start();
    await jest.advanceTimersByTimeAsync(0);
    scheduler.suspend((arn) => arn === 'arn:schedule');
    await jest.advanceTimersByTimeAsync(180_000);
    expect(call).toHaveBeenCalledTimes(1);
    scheduler.suspend(() => false);
    await jest.advanceTimersByTimeAsync(59_999);
    expect(call).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(2);
    scheduler.stop();
  });

  it('a start that the suspension makes fail is not told', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { scheduler, call } = setUp();
    call.mockImplementation(async () => {
      scheduler.suspend(() => true);
      throw new Error('away');
    });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(call).toHaveBeenCalledTimes(1);
    expect(warn).not.toHaveBeenCalled();
    scheduler.stop();
    warn.mockRestore();
  });

  it('tries again as often as its policy allows, and goes on with the next period', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { scheduler, call } = setUp({ maxRetryAttempts: 1 });
    call.mockRejectedValue(new Error('down'));
    scheduler.start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(call).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls[0]?.[0]).toContain('schedule drain could not start its target');
    await jest.advanceTimersByTimeAsync(30_000);
    expect(call).toHaveBeenCalledTimes(3);
    scheduler.stop();
    warn.mockRestore();
  });
});

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(2 hours)', 7200],
    ['rate(3 seconds)', 3],
    ['rate(0 minutes)', undefined],
    ['cron(0 * * * ? *)', undefined],
  ])('%s is %s seconds', (expression, seconds) => {
    expect(ratePeriodSeconds(expression)).toBe(seconds);
  });
});
