import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import { callerOf } from '../shared/caller-of';
import { clientConfig } from '../shared/client-config';
import { requireEnv } from '../shared/environment';
import { describeError } from '../shared/infrastructure-error';
import { logger } from '../shared/logger';
import { jsonResponse } from '../shared/proxy-response';
import { readRecord } from '../shared/read-record';
import { getJob } from './get-job';
import { storedCaptures } from './stored-captures';

const table = {
  client: new DynamoDBClient(
    clientConfig({ region: requireEnv(ENV.recordsRegion), requestTimeoutMs: 2000, maxAttempts: 2 }),
  ),
  name: requireEnv(ENV.recordsTable),
};
const readCapture = storedCaptures(requireEnv(ENV.name));

/** Answers `GET /jobs/{jobId}`: whoever API Gateway let in sees captures of its own principal. */
export async function handler(
  event: Pick<APIGatewayProxyEvent, 'pathParameters' | 'requestContext'>,
): Promise<APIGatewayProxyResult> {
  const id = decode(event.pathParameters?.jobId ?? '');
  const { accountId } = event.requestContext;
  const caller = callerOf(event.requestContext);
  try {
    const state = await getJob(
      { id, caller },
      {
        readRecord: (capture) => readRecord(table, capture),
        readCapture: (region, key, withBody) => readCapture(region, { accountId, key, withBody }),
      },
    );
    logger.info('told', { id, status: state?.status ?? 'none' });
    return state ? answer(200, state) : answer(404, { message: 'no such job' });
  } catch (thrown) {
    logger.error('cannot be told', { id, reason: describeError(thrown) });
    return answer(503, { message: 'temporarily unavailable: ask again' });
  }
}

/**
 * A REST API hands path parameters to a proxy integration as they were sent, percent-encoded (serverless/serverless issue 5037);
 * an id has no percent sign, so that what is decoded already stays as it is.
 */
function decode(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

/** What is true now may not be so a second later. */
function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return jsonResponse(statusCode, body, { 'Cache-Control': 'no-store' });
}
