import type { Difference, Suite } from './differences/difference';
import { OTHER_DIFFERENCES } from './differences/others';
import { S3_DIFFERENCES } from './differences/s3';
import { SQS_DIFFERENCES } from './differences/sqs';

/** Every difference that is known. Who is right is what AWS says; a target that heals fails its test. */
const DIFFERENCES: Difference[] = [...S3_DIFFERENCES, ...SQS_DIFFERENCES, ...OTHER_DIFFERENCES];

export const differencesOf = (suite: Suite): Difference[] =>
  DIFFERENCES.filter((each) => each.suite === suite);
