import { resource, synth } from '../helpers/synth';

/** The alarm on the oldest message of `eu-west-2`. */
function ageAlarm(overrides: Record<string, unknown>) {
  return resource(synth(overrides)['ingest-eu-west-2']!, 'aws_cloudwatch_metric_alarm', {
    alarm_name: 'pillarbox-capture-queue-age',
  });
}

it('a quarter of an hour raises the alarm where all attempts take less', () => {
  expect(ageAlarm({})).toMatchObject({
    threshold: 900,
    alarm_description:
      'The oldest capture has waited for more than 15 minutes: the centre is not draining this region. Runbook: docs/failure-modes.md#alarm-capture-queue-age',
  });
});

it.each([6, 20, 100])('a capture that needs %d attempts raises no alarm', (maxProcessingAttempts) => {
  const settings = { retryBaseSeconds: 20, retryMaxSeconds: 600 };
  const { threshold } = ageAlarm({
    processing: { ...settings, queueDelaySeconds: 30, expressTimeoutSeconds: 120 },
    defaults: { maxProcessingAttempts },
  });

  let age = 30;
  for (let attempt = 1; attempt <= maxProcessingAttempts; attempt += 1) {
    const wait = attempt < maxProcessingAttempts ? Math.min(600, 20 * 2 ** (attempt - 1)) : 0;
    age += 60 + 120 + wait;
  }
  expect(threshold).toBe(age);
});

it('half the retention raises the alarm even where attempts may take longer', () => {
  expect(ageAlarm({ retention: { queueSeconds: 1000 } }).threshold).toBe(500);
});
