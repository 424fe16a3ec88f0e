import { rmSync } from 'node:fs';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type RunningCloud, startCloud } from '../../../local/cloud';
import { stackJson, writeApp } from '../../helpers/synthesized-app';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
});
const resource = {
  aws_sqs_queue: { q: { name: 'q' } },
  aws_iam_role: { fn: { name: 'fn', assume_role_policy: trust } },
};

/** What a role without any permission gets, over HTTP. */
async function askAsRole({ endpoint, services }: RunningCloud): Promise<unknown> {
  const credentials = services.credentials.issue({ roleArn: 'arn:aws:iam::000000000000:role/fn' });
  const sqs = new SQSClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 1 });
  const QueueUrl = `${endpoint}/000000000000/q`;
  try {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
    return 'allowed';
  } catch (error) {
    return (error as Error).name;
  } finally {
    sqs.destroy();
  }
}

describe('a local cloud', () => {
  it.each([
    ['evaluates permissions unless it is told otherwise', {}, 'AccessDenied', 1],
    ['lets everything through when it is told to', { iam: false }, 'allowed', 0],
  ])('%s', async (_what, options, answer, denied) => {
    const outdir = writeApp({ central: stackJson({ resource }) });
    const cloud = await startCloud({ outdir, port: 0, ...options });
    try {
      expect(await askAsRole(cloud)).toBe(answer);
      expect(cloud.services.iam.denied).toHaveLength(denied);
    } finally {
      await cloud.stop();
      rmSync(outdir, { recursive: true });
    }
  });
});
