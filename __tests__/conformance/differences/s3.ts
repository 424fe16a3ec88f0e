import { ACCEPTED, type Difference, DOCS } from './difference';

const S3_API = `${DOCS}/AmazonS3/latest/API`;
const EVENT = `${DOCS}/AmazonS3/latest/userguide/notification-content-structure.html`;

/** Where a target deviates from S3. */
export const S3_DIFFERENCES: Difference[] = [
  {
    suite: 'S3 objects',
    target: 'moto',
    behaviours: [
      'fails with BadDigest and stores nothing when the checksum is another',
      'fails with BadDigest when Content-MD5 is another',
    ],
    does: 'stores the object and compares no checksum',
    shows: ACCEPTED,
    aws: `"BadDigest: The Content-MD5 you specified did not match what we received." ${S3_API}/ErrorResponses.html; of x-amz-checksum-sha256: "can be used as a data integrity check to verify that the data received is the same data that was originally sent" ${S3_API}/API_PutObject.html`,
  },
  {
    suite: 'S3 objects',
    target: 'moto',
    behaviours: ['a checksum is kept and told to those who ask'],
    does: 'forgets a checksum that came in a header',
    shows: /Received: undefined/,
    aws: `"x-amz-checksum-mode: To retrieve the checksum, this mode must be enabled." ${S3_API}/API_GetObject.html`,
  },
  {
    suite: 'S3 objects',
    target: 'moto',
    behaviours: ['fails with MetadataTooLarge above 2 KB of user metadata'],
    does: 'stores user metadata of any size',
    shows: ACCEPTED,
    aws: `"Within the PUT request header, the user-defined metadata is limited to 2 KB in size." ${DOCS}/AmazonS3/latest/userguide/UsingMetadata.html`,
  },
  {
    suite: 'S3 objects',
    target: 'moto',
    behaviours: ['of racing puts with If-None-Match: * one wins'],
    does: 'checks the condition and stores in two steps, between which another put may come',
    shows: /Expected length: 1\nReceived length: [2-5]\n/,
    sometimes: true,
    aws: `"Uploads the object only if the object key name does not already exist in the bucket specified. Otherwise, Amazon S3 returns a 412 Precondition Failed error." ${S3_API}/API_PutObject.html`,
  },
  {
    suite: 'S3 lists and uploads',
    target: 'moto',
    behaviours: ['fails with NoSuchUpload after an abort'],
    does: 'answers 500',
    shows: /XML parse error/,
    aws: `"NoSuchUpload: The specified multipart upload does not exist … might have been aborted or completed. 404 Not Found" ${S3_API}/API_UploadPart.html`,
  },
  {
    suite: 'S3 lists and uploads',
    target: 'moto',
    behaviours: ['fails with InvalidPartOrder when the list of parts is not in order'],
    does: 'looks at the sizes of the parts only',
    shows: /EntityTooSmall/,
    aws: `"InvalidPartOrder: The list of parts was not in ascending order." ${S3_API}/API_CompleteMultipartUpload.html`,
  },
  {
    suite: 'S3 notifications',
    target: 'moto',
    behaviours: ['the time of an event is in UTC and says so'],
    does: 'writes local time without a zone',
    shows: /toMatch/,
    aws: `"eventTime: The time, in ISO-8601 format (for example, 1970-01-01T00:00:00.000Z)" ${EVENT}`,
  },
  {
    suite: 'S3 notifications',
    target: 'moto',
    behaviours: ['an event has a sequencer'],
    does: 'leaves it out',
    shows: /has value: undefined/,
    aws: `"sequencer: a string representation of a hexadecimal value used to determine event sequence, only used with PUTs and DELETEs" ${EVENT}`,
  },
];
