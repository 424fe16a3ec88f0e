import type { AwsError } from '../core/aws-error';
import type { AwsResponse } from '../core/call';
import { queryError, queryResponse } from '../protocol/query-answer';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The answer of an action that succeeded. */
export function result(action: string, content: object): AwsResponse {
  return queryResponse(NAMESPACE, action, content);
}

/** An error as the query protocol has it. */
export function errorAnswer(error: Pick<AwsError, 'code' | 'message' | 'status'>): AwsResponse {
  return queryError(NAMESPACE, error);
}
