import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials } from '../../../local/core/credentials';
import { StsService } from '../../../local/sts/service';
import { TestCloud } from '../../helpers/test-cloud';

describe('GetCallerIdentity', () => {
  it('tells the AWS SDK the account and the session of the role', async () => {
    const cloud = new TestCloud();
    cloud.serve('sts', new StsService(cloud, new Credentials('aws', '000000000000')));
    const { close } = await cloud.listen();
    const client = new STSClient(cloud.clientConfig());
    try {
      expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
        Account: '000000000000',
        Arn: 'arn:aws:sts::000000000000:assumed-role/tester/tester',
      });
    } finally {
      client.destroy();
      await close();
    }
  });

  it('fails with 501 for any other action', async () => {
    const cloud = new TestCloud();
    cloud.serve('sts', new StsService(cloud, new Credentials('aws', '000000000000')));
    const { status, text } = await cloud.send('sts', {
      method: 'POST',
      body: Buffer.from('Action=GetSessionToken'),
    });
    expect(status).toBe(501);
    expect(text).toContain('sts:GetSessionToken is not served by the local cloud.');
  });
});
