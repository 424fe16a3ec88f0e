import { assumeRole } from '../core/assume-role';
import type { AwsError } from '../core/aws-error';
import type { Cloud } from '../core/cloud';
import type { InvocationResult, LambdaService } from '../lambda/service';
import type { ApiCall } from './api-call';
import { API_GATEWAY } from './assumption';
import { GatewayError } from './gateway-error';
import type { BackendResponse, Integration } from './integration';
import { isBinary, mediaTypeOf } from './media-types';
import { proxyEvent } from './proxy-event';

/** What a Lambda proxy integration consists of. */
export interface LambdaProxyProps {
  cloud: Pick<Cloud, 'gate'>;
  lambda: Pick<LambdaService, 'invoke'>;
  region: string;
  functionArn: string;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
  binaryMediaTypes: string[];
}

/** What the function answers (API Gateway Developer Guide, "Output format of a Lambda function for proxy integration"). */
interface ProxyAnswer {
  statusCode?: unknown;
  headers?: unknown;
  multiValueHeaders?: unknown;
  body?: unknown;
  isBase64Encoded?: unknown;
}

/** Hands the whole request to a function, and its answer to the client. */
export class LambdaProxyIntegration implements Integration {
  constructor(private readonly props: LambdaProxyProps) {}

  /**
   * @throws GatewayError REQUEST_TOO_LARGE (413) for what Lambda does not take, DEFAULT_5XX (502) for a function that fails,
   * cannot be called or answers in another form, API_CONFIGURATION_ERROR (500) when the role cannot be assumed
   */
  async send(call: ApiCall): Promise<BackendResponse> {
    const { binaryMediaTypes } = this.props;
    const binary = isBinary(binaryMediaTypes, mediaTypeOf(call.http.headers['content-type']));
    const result = await this.invoke(JSON.stringify(proxyEvent(call, binary)));
    if (result.functionError) throw malformed();
    return answerOf(result.payload);
  }

  private async invoke(payload: string): Promise<InvocationResult> {
    const { cloud, lambda, region, functionArn, credentials: roleArn } = this.props;
    const caller = await assumeRole(cloud, { region, roleArn, ...API_GATEWAY }).catch(() => {
      throw new GatewayError('API_CONFIGURATION_ERROR');
    });
    try {
      return await lambda.invoke({ region, functionName: functionArn, payload, caller });
    } catch (thrown) {
      if ((thrown as AwsError).code === 'RequestTooLargeException') {
        throw new GatewayError('REQUEST_TOO_LARGE', 'Request Too Long');
      }
      throw malformed();
    }
  }
}

/** As AWS answers for every trouble of the function: 502 unless the API says otherwise. */
const malformed = () => new GatewayError('DEFAULT_5XX');

function answerOf(payload: string): BackendResponse {
  const answer = parse(payload);
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw malformed();
  const { body = '' } = answer;
  if (typeof body !== 'string') throw malformed();
  return {
    status,
    headers: { 'content-type': 'application/json', ...headersOf(answer) },
    body: Buffer.from(body, answer.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function parse(payload: string): ProxyAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw malformed();
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw malformed();
  return answer;
}

/** Names in lower case; where both forms name a header, the one of many values wins. */
function headersOf({ headers, multiValueHeaders }: ProxyAnswer): Record<string, string> {
  const single = Object.entries((headers ?? {}) as Record<string, unknown>);
  const multiple = Object.entries((multiValueHeaders ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    [...single, ...multiple].map(([name, value]) => [
      name.toLowerCase(),
      [value].flat().map(String).join(', '),
    ]),
  );
}
