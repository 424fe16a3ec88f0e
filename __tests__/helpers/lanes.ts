import type { LaneSettings } from '../../contracts/environment';
import type { LaneReport } from '../../contracts/processing';
import { CaptureQueue } from '../../lambdas/drain-lane/capture-queue';
import { drainLane } from '../../lambdas/drain-lane/drain-lane';
import type { StartProcessing } from '../../lambdas/drain-lane/start-processing';
import { ACCOUNT, REGION } from './captures';
import { FakeSqs } from './fake-sqs';
import { ManualClock } from './manual-clock';
import { RecordedLog } from './recorded-log';

export const LANE: LaneSettings = {
  receiveSeconds: 55,
  pollSeconds: 20,
  polls: 2,
  maxInFlight: 20,
  executionTimeoutSeconds: 60,
  retryBaseSeconds: 10,
  retryMaxSeconds: 900,
};

/** A lane on a fake queue, with a clock that runs by itself. */
export class TestLane {
  readonly clock = new ManualClock();
  readonly sqs = new FakeSqs(this.clock);
  readonly log = new RecordedLog();
  readonly settings: LaneSettings;

  constructor(settings: Partial<LaneSettings> = {}) {
    this.settings = { ...LANE, ...settings };
  }

  /** Runs the lane to its end. @param seconds what is left of the function's time */
  run(startProcessing: StartProcessing, seconds = 125): Promise<LaneReport> {
    const { clock, sqs, log, settings } = this;
    const endsAt = clock.now() + seconds * 1000;
    return clock.run(
      drainLane(
        { region: REGION, maxAttempts: 3, accountId: ACCOUNT, endsAt },
        {
          name: 'test',
          settings,
          clock,
          log,
          startProcessing,
          openQueue: async () =>
            new CaptureQueue({
              polls: sqs.client,
              control: sqs.client,
              queueUrl: sqs.queueUrl,
              errorQueueUrl: sqs.errorQueueUrl,
            }),
        },
      ),
    );
  }
}
