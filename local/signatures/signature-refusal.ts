import type { AwsResponse } from '../core/call';
import { refusal } from '../front-door/respond';
import { xmlError } from '../s3/xml';
import { errorAnswer } from '../sts/answers';
import type { SignatureError, SignatureFault } from './signature-error';

type Codes = Record<SignatureFault, [status: number, code: string]>;

/** Amazon S3 API reference, "Error responses". */
const S3: Codes = {
  INCOMPLETE: [400, 'AuthorizationQueryParametersError'],
  MISMATCH: [403, 'SignatureDoesNotMatch'],
  SKEWED: [403, 'RequestTimeTooSkewed'],
  EXPIRED: [403, 'AccessDenied'],
  UNSIGNED_HEADERS: [403, 'AccessDenied'],
  TOKEN: [400, 'InvalidToken'],
  TOKEN_EXPIRED: [400, 'ExpiredToken'],
};

/** "Common errors" of the services' API references. */
const OTHERS: Codes = {
  INCOMPLETE: [400, 'IncompleteSignatureException'],
  MISMATCH: [403, 'InvalidSignatureException'],
  SKEWED: [403, 'InvalidSignatureException'],
  EXPIRED: [403, 'InvalidSignatureException'],
  UNSIGNED_HEADERS: [403, 'InvalidSignatureException'],
  TOKEN: [403, 'UnrecognizedClientException'],
  TOKEN_EXPIRED: [403, 'ExpiredTokenException'],
};

/** AWS STS API reference, "Common errors". */
const STS: Codes = {
  INCOMPLETE: [400, 'IncompleteSignature'],
  MISMATCH: [403, 'SignatureDoesNotMatch'],
  SKEWED: [403, 'SignatureDoesNotMatch'],
  EXPIRED: [403, 'SignatureDoesNotMatch'],
  UNSIGNED_HEADERS: [403, 'SignatureDoesNotMatch'],
  TOKEN: [403, 'InvalidClientTokenId'],
  TOKEN_EXPIRED: [403, 'ExpiredToken'],
};

/** How a service answers a call whose signature it does not accept. */
export function signatureRefusal(service: string, { fault, message }: SignatureError): AwsResponse {
  if (service === 's3') {
    const [status, Code] = S3[fault];
    return xml(status, xmlError({ Code, Message: message }));
  }
  if (service === 'sts') {
    const [status, code] = STS[fault];
    return errorAnswer({ status, code, message });
  }
  const [status, code] = OTHERS[fault];
  return refusal(status, code, message);
}

function xml(status: number, body: string): AwsResponse {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
