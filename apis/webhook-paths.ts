import { type InvokedByApi, lambdaProxy } from './lambda-proxy';
import { response } from './schemas';

/** The paths of webhooks. No authorizer stands before them: the signature of each request says whose it is. */
export function webhookPaths(receiver: InvokedByApi): Record<string, unknown> {
  const operation = (summary: string, responses: Record<number, unknown>) => ({
    summary,
    parameters: [{ name: 'source', in: 'path', required: true, schema: { type: 'string' } }],
    responses,
    'x-amazon-apigateway-integration': lambdaProxy(receiver),
  });
  const unknown = response('There is no such source.', 'Message');
  return {
    '/webhooks/{source}': {
      post: operation('Captures a webhook whose signature its source has made.', {
        202: response('Stored durably; processing follows.', 'Captured'),
        400: response('Not stored: a required field is missing, or the Content-Type is none.', 'Message'),
        401: response('Not stored: no signature, or one that is not accepted.', 'Message'),
        404: unknown,
        413: response('Not stored: more than Lambda takes, about 4.4 MB.', 'Message'),
        503: response('Not known to be stored: send it again.', 'Message'),
      }),
      get: operation('Answers the challenge that some providers make when a hook is registered.', {
        200: { description: 'The challenge.', content: { 'text/plain': { schema: { type: 'string' } } } },
        400: response('There is no challenge in the query.', 'Message'),
        404: response('There is no such source, or it takes no challenge.', 'Message'),
      }),
    },
  };
}
