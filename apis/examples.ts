/** What an operation may be sent, and what a function behind it answers; of all other answers the words are known. */
export interface OperationExamples {
  body?: unknown;
  /** By status. */
  answers?: Record<number, unknown>;
}

/** An extended request id, as API Gateway makes them. */
export const EXAMPLE_REQUEST_ID = 'EYCZcINfUAA8IIo=';

/** Of the capture API, by `<method> <path>`. */
export function captureExamples(region: string): Record<string, OperationExamples> {
  return {
    'post /publish': { body: '{"letter":"hello"}' },
    'post /uploads': {
      body: { size: 209_715_200, sha256: '3a6e…', contentType: 'application/zip' },
      answers: {
        201: {
          id: `${region}.uploads.${EXAMPLE_REQUEST_ID}`,
          url: `https://….s3.${region}.amazonaws.com/captures/uploads/acme/${EXAMPLE_REQUEST_ID}?X-Amz-Signature=…`,
          headers: {
            'Content-Type': 'application/zip',
            'If-None-Match': '*',
            'x-amz-checksum-sha256': 'Om4…',
          },
          expiresAt: '2026-01-02T03:19:05.000Z',
        },
        400: { message: 'size: received -1, allowed is a whole number of bytes from 0 to 5368709120' },
      },
    },
    'post /webhooks/{source}': {
      body: '{"type":"order.paid","data":{"id":7}}',
      answers: {
        202: { id: `${region}.webhooks.${EXAMPLE_REQUEST_ID}`, region, status: 'CAPTURED' },
        400: { message: '"data": missing' },
        401: { message: 'signature not accepted' },
        404: { message: 'no such source' },
      },
    },
    'get /webhooks/{source}': {
      answers: {
        200: 'c8d9aa3f',
        400: { message: 'challenge: needed in the query, 1 to 1024 characters' },
        404: { message: 'this source takes no challenge' },
      },
    },
  };
}

/**
 * Of the jobs API, by `<method> <path>`.
 * @param parameters of a job
 */
export function jobExamples(region: string, parameters: unknown): Record<string, OperationExamples> {
  const id = `${region}.jobs.${EXAMPLE_REQUEST_ID}`;
  const receivedAt = '2026-01-02T03:04:05.000Z';
  return {
    'post /jobs': { body: parameters },
    'get /jobs/{jobId}': {
      answers: {
        200: { id, channel: 'jobs', region, status: 'PROCESSING', attempts: 1, receivedAt, parameters },
        404: { message: 'no such job' },
        503: { message: 'temporarily unavailable: ask again' },
      },
    },
  };
}
