import { awsSchedulerSchedule } from '../../../local/resources/aws_scheduler_schedule';
import { JSON_TEXT, oneOf } from '../../../local/resources/checks';

describe('an attribute of few values', () => {
  it('fails for others, with what was received and what is known', () => {
    const { check } = oneOf('OFF', false) as { check(value: unknown): string | undefined };
    expect(check(false)).toBeUndefined();
    expect(check('INFO')).toBe('received "INFO", the local cloud knows "OFF", false');
  });
});

describe('an attribute that holds JSON', () => {
  it('fails for anything else', () => {
    const { check } = JSON_TEXT as { check(value: unknown): string | undefined };
    expect(check('{}')).toBeUndefined();
    expect(check('{')).toBe('is not JSON');
  });
});

describe('the state of a schedule', () => {
  it('is ENABLED or DISABLED', () => {
    const { check } = awsSchedulerSchedule.attributes.state as { check(value: unknown): string | undefined };
    expect(check('DISABLED')).toBeUndefined();
    expect(check('PAUSED')).toContain('received "PAUSED"');
  });
});
