import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Channel, captureId } from '../../contracts/capture';
import { callerOf } from '../shared/caller-of';
import type { Clock } from '../shared/clock';
import { describeError } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import { errorResponse, jsonResponse, UNAVAILABLE } from '../shared/proxy-response';
import { presignUpload, type UploadStore } from './presign-upload';
import { MalformedOrderError, readOrder } from './read-order';

/** What a URL is made from besides the request. */
export interface UploadDependencies {
  region: string;
  store: UploadStore;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** What is read of the event. */
export type UploadEvent = Pick<
  APIGatewayProxyEvent,
  'headers' | 'body' | 'isBase64Encoded' | 'requestContext'
>;

const CHANNEL: Channel = 'uploads';

/**
 * Answers `POST /uploads` with the URL of one PUT. Nothing is written: of an upload that is never made nothing is left, and the
 * object that is put takes the path of every capture.
 */
export async function prepareUpload(
  event: UploadEvent,
  deps: UploadDependencies,
): Promise<APIGatewayProxyResult> {
  const { region, store, clock, log } = deps;
  const { extendedRequestId: requestId, identity } = event.requestContext;
  const receivedAt = clock.now();
  try {
    if (!requestId) throw new Error('the event has no extendedRequestId');
    const id = captureId(region, CHANNEL, requestId);
    const order = readOrder(event);
    const upload = {
      channel: CHANNEL,
      principal: callerOf(event.requestContext),
      requestId,
      order,
      receivedAt,
    };
    const { url, headers } = await presignUpload(store, { ...upload, sourceIp: identity.sourceIp });
    log.info('upload prepared', { id, size: order.size });
    const expiresAt = new Date(receivedAt + store.expirySeconds * 1000).toISOString();
    return jsonResponse(201, { id, url, headers, expiresAt }, { 'Cache-Control': 'no-store' });
  } catch (thrown) {
    if (thrown instanceof MalformedOrderError) return errorResponse(400, thrown.message);
    log.error('upload not prepared', { requestId, reason: describeError(thrown) });
    return errorResponse(503, UNAVAILABLE);
  }
}
