import { Readable } from 'node:stream';
import { parseSettings } from '../../config/load';
import { type Capture, RejectedError } from '../../contracts/processor';
import { jobs, MAX_JOB_SECONDS } from '../../processors/jobs';
import { aCapture } from '../helpers/captures';
import { minimal } from '../helpers/configurations';

const job = (payload: string): Capture => ({
  ...aCapture({ channel: 'jobs' }),
  attempt: 1,
  receivedAt: 1,
  size: Buffer.byteLength(payload),
  body: Readable.from([Buffer.from(payload)]),
});

it('takes a minute less at most than its function is given by default', () => {
  const { standardProcessTimeoutSeconds } = parseSettings(minimal).processing;
  expect(MAX_JOB_SECONDS).toBeLessThanOrEqual(standardProcessTimeoutSeconds - 60);
});

it('takes as long as it was told, and says from when to when', async () => {
  const result = await jobs(job('{"seconds":0.05}'));

  expect(result).toEqual({ seconds: 0.05, startedAt: expect.any(Number), endedAt: expect.any(Number) });
  // A timer of Node's may fire a millisecond early.
  expect(result.endedAt - result.startedAt).toBeGreaterThanOrEqual(49);
});

it.each([
  ['{"seconds":-1}', 'seconds: received -1, allowed is a number from 0 to 420'],
  ['{"seconds":421}', 'seconds: received 421, allowed is a number from 0 to 420'],
  ['{"seconds":"2"}', 'seconds: received "2", allowed is a number from 0 to 420'],
  ['{}', 'seconds: received nothing, allowed is a number from 0 to 420'],
  ['null', 'seconds: received nothing, allowed is a number from 0 to 420'],
  ['seconds', 'the job is not JSON'],
])('fails for good for what is no job: %s', async (payload, message) => {
  const rejection = jobs(job(payload));

  await expect(rejection).rejects.toThrow(RejectedError);
  await expect(rejection).rejects.toThrow(message);
});

it('fails for good for an order that is too long, unread', async () => {
  await expect(jobs({ ...job('{"seconds":0}'), size: 102_401 })).rejects.toThrow(
    'the job: received 102401 bytes, allowed are 102400',
  );
});
