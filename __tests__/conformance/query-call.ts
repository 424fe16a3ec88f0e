import { XMLParser } from 'fast-xml-parser';
import { sign } from '../helpers/sign';
import { REGION } from './target';

/** What the query protocol answers: an error's members, or an operation's result. */
export interface QueryAnswer {
  status: number;
  result?: Record<string, string>;
  error?: { Type: string; Code: string; Message: string };
}

/** Calls SQS in its query protocol with a form as it is, as API Gateway does; SDKs speak JSON by now. */
export async function callQuery(url: string, form: string): Promise<QueryAnswer> {
  const signed = await sign({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
    region: REGION,
    service: 'sqs',
    credentials: { accessKeyId: 'conformance', secretAccessKey: 'conformance' },
  });
  const answer = await fetch(url, { method: 'POST', headers: signed.headers, body: form });
  const document = new XMLParser({ parseTagValue: false }).parse(await answer.text());
  return {
    status: answer.status,
    result: document.SendMessageResponse?.SendMessageResult,
    error: document.ErrorResponse?.Error,
  };
}
