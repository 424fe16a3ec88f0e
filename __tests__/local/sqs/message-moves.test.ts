import { newMessage } from '../../../local/sqs/message';
import { deadLetterOf, movedMessageOf } from '../../../local/sqs/message-moves';

const message = {
  ...newMessage({ body: 'b', attributes: {}, senderId: 'me' }, 1000),
  receiveCount: 3,
  receipt: 3,
  firstReceivedAt: 1500,
};

describe('a message that its queue gives up', () => {
  it.each([
    ['keeps its age in a standard queue', false, { sentAt: 1000 }],
    [
      'is as new in a FIFO queue, deduplicated by its own id',
      true,
      { sentAt: 2000, deduplicationId: message.id },
    ],
  ])('%s', (_what, fifo, changed) => {
    const source = { arn: 'arn:aws:sqs:r:0:q', fifo };

    expect(deadLetterOf(message, source, 2000)).toEqual({
      ...message,
      ...changed,
      receipt: 0,
      deadLetterSourceArn: 'arn:aws:sqs:r:0:q',
    });
  });
});

it('a message that a move task delivers is a new one', () => {
  const moved = movedMessageOf(message, 2000);

  expect(moved).toMatchObject({ body: 'b', sentAt: 2000, receiveCount: 0 });
  expect(moved.id).not.toBe(message.id);
});
