import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Channel, captureId } from '../../contracts/capture';
import type { WebhookConfiguration, WebhookSecrets, WebhookSource } from '../../contracts/webhooks';
import type { Clock } from '../shared/clock';
import { findHeader } from '../shared/find-header';
import { describeError } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import { errorResponse, jsonResponse, UNAVAILABLE } from '../shared/proxy-response';
import { answerChallenge } from './answer-challenge';
import { deliveryId, idempotencyKeyOf, isIdSigned } from './delivery-id';
import { fieldsOf, missingField } from './fields';
import type { FindHeader } from './signature';
import { type CaptureStore, contentTypeFault, storeWebhook } from './store-webhook';
import { type Verdict, verifySignature } from './verify-signature';

/** What receiving a webhook depends on. */
export interface WebhookDependencies extends WebhookConfiguration {
  region: string;
  readSecrets: () => Promise<WebhookSecrets>;
  store: CaptureStore;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** As far as a webhook needs the event of a proxy integration. */
export type WebhookEvent = Pick<
  APIGatewayProxyEvent,
  'httpMethod' | 'headers' | 'pathParameters' | 'queryStringParameters' | 'body' | 'isBase64Encoded'
> & {
  requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'extendedRequestId' | 'requestTimeEpoch'> & {
    identity: Pick<APIGatewayProxyEvent['requestContext']['identity'], 'sourceIp'>;
  };
};

/** One delivery of a source. */
interface Delivery {
  name: string;
  source: WebhookSource;
  header: FindHeader;
  body: Buffer;
}

const CHANNEL: Channel = 'webhooks';

/** Answers of a signature that is not accepted, none of which says what would have been. */
const REFUSALS: Record<Exclude<Verdict, 'ACCEPTED'>, string> = {
  NO_SIGNATURE: 'no signature',
  NOT_ACCEPTED: 'signature not accepted',
  STALE: 'signature too old, or of the future',
};

/**
 * Verifies a webhook and captures it; 202 only when S3 has it. Trouble of ours is 503, so that the provider tries again.
 * Neither secrets nor signatures nor payloads are logged.
 */
export async function receiveWebhook(
  event: WebhookEvent,
  deps: WebhookDependencies,
): Promise<APIGatewayProxyResult> {
  const name = event.pathParameters?.source ?? '';
  const source = Object.hasOwn(deps.sources, name) ? deps.sources[name] : undefined;
  if (!source) return errorResponse(404, 'no such source');
  if (event.httpMethod === 'GET') return answerChallenge(source, event.queryStringParameters);
  const delivery: Delivery = {
    name,
    source,
    header: (header) => findHeader(event.headers, header),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
  try {
    return (await refusal(delivery, deps)) ?? (await capture(delivery, event, deps));
  } catch (error) {
    deps.log.error('webhook not captured', { source: name, error: describeError(error) });
    return errorResponse(503, UNAVAILABLE);
  }
}

/** Why a delivery is not taken; undefined when it is. @throws whatever kept the secrets from being read */
async function refusal(
  { name, source, header, body }: Delivery,
  { readSecrets, clock, toleranceSeconds, log }: WebhookDependencies,
): Promise<APIGatewayProxyResult | undefined> {
  if (source.scheme !== 'none') {
    const all = await readSecrets();
    const secrets = (Object.hasOwn(all, name) && all[name]) || [];
    const freshness = { now: clock.now(), toleranceSeconds };
    const verdict = verifySignature(source, secrets, { header, body }, freshness);
    if (verdict !== 'ACCEPTED') {
      log.warn('webhook refused', { source: name, verdict, secrets: secrets.length });
      return errorResponse(401, REFUSALS[verdict]);
    }
  }
  const fault = contentTypeFault(header('Content-Type')) ?? missingField(source.required ?? [], body);
  return fault === undefined ? undefined : errorResponse(400, fault);
}

/** @throws whatever kept S3 from taking it */
async function capture(
  { name, source, header, body }: Delivery,
  { requestContext }: WebhookEvent,
  { region, store, log }: WebhookDependencies,
): Promise<APIGatewayProxyResult> {
  const { extendedRequestId: requestId, requestTimeEpoch, identity } = requestContext;
  if (!requestId) throw new Error('the event has no extendedRequestId');
  const given = deliveryId(source, header, () => fieldsOf(body));
  await storeWebhook(store, {
    channel: CHANNEL,
    principal: name,
    requestId,
    sourceIp: identity.sourceIp,
    receivedAt: requestTimeEpoch,
    contentType: header('Content-Type'),
    idempotencyKey: given === undefined ? undefined : idempotencyKeyOf(given),
    idempotencyByKey: isIdSigned(source),
    body,
  });
  const id = captureId(region, CHANNEL, requestId);
  log.info('webhook captured', { id, source: name });
  return jsonResponse(202, { id, region, status: 'CAPTURED' });
}
