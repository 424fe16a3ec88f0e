import type { TargetName } from '../target';

/** The suites of the conformance tests. */
export type Suite =
  | 'S3 objects'
  | 'S3 lists and uploads'
  | 'S3 notifications'
  | 'SQS messages'
  | 'SQS visibility'
  | 'SQS batches and limits'
  | 'SQS error queues'
  | 'SQS FIFO queues'
  | 'SQS query protocol'
  | 'DynamoDB claims'
  | 'DynamoDB expressions'
  | 'DynamoDB queries'
  | 'Step Functions, STANDARD'
  | 'Step Functions, EXPRESS'
  | 'EventBridge'
  | 'Secrets Manager'
  | 'API Gateway';

/** Behaviours of AWS that a target does not have. */
export interface Difference {
  suite: Suite;
  /** The tests' sentences. */
  behaviours: string[];
  target: TargetName;
  /** What the target does instead. */
  does: string;
  /** How the tests fail there: matches the error's name and message, and no other failure of theirs. */
  shows: RegExp;
  /** Whether chance decides if it shows. @default false */
  sometimes?: boolean;
  /** AWS's own words that decide, and where they stand. */
  aws: string;
}

export const DOCS = 'https://docs.aws.amazon.com';

/** moto answers an operation that it does not have with a page of HTML. */
export const NOT_JSON = /Unexpected token '<'/;
export const ACCEPTED = /promise resolved instead of rejected/;
