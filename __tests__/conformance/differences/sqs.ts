import { ACCEPTED, type Difference, DOCS } from './difference';

const SQS_API = `${DOCS}/AWSSimpleQueueService/latest/APIReference`;

/** Where a target deviates from SQS. */
export const SQS_DIFFERENCES: Difference[] = [
  {
    suite: 'SQS visibility',
    target: 'moto',
    behaviours: ['fails with MessageNotInflight to release a message that is visible already'],
    does: 'accepts it',
    shows: ACCEPTED,
    aws: `"MessageNotInflight: The specified message isn't in flight." ${SQS_API}/API_ChangeMessageVisibility.html`,
  },
  {
    suite: 'SQS batches and limits',
    target: 'moto',
    behaviours: [
      'an entry with characters that SQS refuses fails alone',
      'fails with InvalidMessageContents for characters outside of XML',
    ],
    does: 'takes any character',
    shows: /promise resolved instead of rejected|"id-1"/,
    aws: `"If a message contains characters outside the allowed set, Amazon SQS rejects the message and returns an InvalidMessageContents error." ${SQS_API}/API_SendMessage.html`,
  },
  {
    suite: 'SQS batches and limits',
    target: 'moto',
    behaviours: ['a message may be as large as the queue allows, attributes included'],
    does: 'counts the body only',
    shows: ACCEPTED,
    aws: `"All parts of the message attribute, including Name, Type, and Value, are part of the message size restriction (1 MiB or 1,048,576 bytes)." ${SQS_API}/API_MessageAttributeValue.html`,
  },
  {
    suite: 'SQS query protocol',
    target: 'moto',
    behaviours: ['fails with 400 and the reason for characters outside of XML'],
    does: 'takes any character',
    shows: /Expected: 400\s+Received: 200/,
    aws: `"If a message contains characters outside the allowed set, Amazon SQS rejects the message and returns an InvalidMessageContents error." ${SQS_API}/API_SendMessage.html`,
  },
  {
    suite: 'SQS query protocol',
    target: 'moto',
    behaviours: ['fails with 400 and the reason for an attribute without a value'],
    does: 'takes the empty value',
    shows: /Expected: 400\s+Received: 200/,
    aws: `"Name, type, value and the message body must not be empty or null." ${SQS_API}/API_SendMessage.html`,
  },
  {
    suite: 'SQS error queues',
    target: 'moto',
    behaviours: ['a message in the error queue says which queue it comes from'],
    does: 'does not know the attribute',
    shows: /Received: undefined/,
    aws: `MessageSystemAttributeNames, valid values: "DeadLetterQueueSourceArn" ${SQS_API}/API_ReceiveMessage.html`,
  },
  {
    suite: 'SQS error queues',
    target: 'moto',
    behaviours: [
      'a move task brings a message back with its attributes, as a new one',
      'a move task leaves alone what is in flight',
      'a move task is listed with what it has moved',
      'fails to move out of a queue that is nobody’s error queue',
      'fails with ResourceNotFoundException to move out of a queue that is not there',
    ],
    does: 'has no move tasks',
    shows: /Unexpected token '<'|"httpStatusCode": 500/,
    aws: `"Starts an asynchronous task to move messages from a specified source queue to a specified destination queue." ${SQS_API}/API_StartMessageMoveTask.html`,
  },
  {
    suite: 'SQS FIFO queues',
    target: 'moto',
    behaviours: ['a deduplication id is remembered after its message is deleted'],
    does: 'looks for duplicates among the messages that are there',
    shows: /toEqual/,
    aws: `"Amazon SQS continues to keep track of the message deduplication ID even after the message is received and deleted." ${SQS_API}/API_SendMessage.html`,
  },
  {
    suite: 'SQS FIFO queues',
    target: 'moto',
    behaviours: ['a message tells group, deduplication id and a sequence number that rises'],
    does: 'draws sequence numbers at random',
    shows: /Expected: > 0\nReceived: +-\d/,
    sometimes: true,
    aws: `"SequenceNumber continues to increase for a particular MessageGroupId." ${SQS_API}/API_SendMessage.html`,
  },
];
