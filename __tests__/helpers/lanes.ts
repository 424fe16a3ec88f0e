import type { LaneSettings } from '../../contracts/environment';
import type { QueueKind } from '../../contracts/naming';
import type { LaneReport } from '../../contracts/processing';
import { drainLane } from '../../lambdas/drain-lane/drain-lane';
import { LaneQueue } from '../../lambdas/drain-lane/lane-queue';
import { parseNotification } from '../../lambdas/drain-lane/parse-notification';
import type { ReadCaptures } from '../../lambdas/drain-lane/settle-message';
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

/** What is said of the queue that a lane drains. */
interface LaneSource {
  kind: QueueKind;
  readCaptures: ReadCaptures;
}

const CAPTURES: LaneSource = {
  kind: 'captures',
  readCaptures: async ({ body }, scope) => parseNotification(body, scope),
};

/** A lane on a fake queue, with a clock that runs by itself. */
export class TestLane {
  readonly clock = new ManualClock();
  readonly sqs = new FakeSqs(this.clock);
  readonly log = new RecordedLog();
  readonly settings: LaneSettings;

  constructor(
    settings: Partial<LaneSettings> = {},
    private readonly source: LaneSource = CAPTURES,
  ) {
    this.settings = { ...LANE, ...settings };
  }

  /** Runs the lane to its end. @param seconds what is left of the function's time */
  run(startProcessing: StartProcessing, seconds = 125): Promise<LaneReport> {
    const { clock, sqs, log, settings } = this;
    const { kind, readCaptures } = this.source;
    const endsAt = clock.now() + seconds * 1000;
    return clock.run(
      drainLane(
        { region: REGION, queue: kind, maxAttempts: 3, accountId: ACCOUNT, endsAt },
        {
          name: 'test',
          settings,
          clock,
          log,
          readCaptures,
          startProcessing,
          openQueue: async () =>
            new LaneQueue({
              kind,
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
