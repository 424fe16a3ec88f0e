import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Deployment, eventually } from '../../e2e/helpers/deployment';

/** The first message of a region's error queue that is about `about`. It stays there. Bounded to 20 s. */
export async function errorMessage(deployment: Deployment, region: string, about: string): Promise<Message> {
  const QueueUrl = await deployment.queueUrl(region, 'error');
  return eventually(`${about} in the error queue`, async () => {
    const { Messages = [] } = await deployment.sqs(region).send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.find(({ Body }) => Body?.includes(about));
  });
}

/** What an operator does with a message that nobody needs. */
export async function discard(deployment: Deployment, region: string, message: Message): Promise<void> {
  const QueueUrl = await deployment.queueUrl(region, 'error');
  await deployment
    .sqs(region)
    .send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
}
