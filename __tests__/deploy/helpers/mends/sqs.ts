import { answered, json, jsonBody, type Mend, operationOf, type Request, regionOf } from '../mend';

interface QueueCall {
  QueueUrl: string;
  Attributes?: Record<string, string>;
  AttributeNames?: string[];
}

const ALLOW = 'RedriveAllowPolicy';

/** A queue's list of queues that may use it as their dead-letter queue. */
export function redriveAllowPolicy(): Mend {
  const remembered = new Map<string, string>();
  return {
    name: 'sqs: RedriveAllowPolicy',
    reason:
      'moto takes the attribute, forgets it and refuses to be asked for it; the provider reads what it wrote',
    answer(request) {
      if (operationOf(request) !== 'AmazonSQS.GetQueueAttributes') return undefined;
      const call = json<QueueCall>(request);
      const policy = remembered.get(queueOf(request, call));
      return policy !== undefined && String(call.AttributeNames) === ALLOW
        ? answered(policy === '' ? {} : { Attributes: { [ALLOW]: policy } })
        : undefined;
    },
    completeReply(request, reply) {
      const operation = operationOf(request);
      if (reply.status !== 200 || !operation?.startsWith('AmazonSQS.')) return undefined;
      const call = json<QueueCall>(request);
      const queue = queueOf(request, call);
      const given = call.Attributes?.[ALLOW];
      if (operation === 'AmazonSQS.SetQueueAttributes' && given !== undefined) remembered.set(queue, given);
      if (operation === 'AmazonSQS.DeleteQueue') remembered.delete(queue);
      const policy = remembered.get(queue);
      if (operation !== 'AmazonSQS.GetQueueAttributes' || !policy || !call.AttributeNames?.includes('All')) {
        return undefined;
      }
      const answer = json<{ Attributes?: Record<string, string> }>(reply);
      return jsonBody({ ...answer, Attributes: { ...answer.Attributes, [ALLOW]: policy } });
    },
  };
}

/** A queue's access policy. */
export function keptPolicy(): Mend {
  const remembered = new Map<string, string>();
  return {
    name: 'sqs: Policy',
    reason: "moto drops a queue's policy with every SetQueueAttributes that does not repeat it; AWS keeps it",
    completeRequest(request) {
      const operation = operationOf(request);
      if (operation !== 'AmazonSQS.SetQueueAttributes' && operation !== 'AmazonSQS.DeleteQueue')
        return undefined;
      const call = json<QueueCall>(request);
      const queue = queueOf(request, call);
      const policy = call.Attributes?.Policy ?? remembered.get(queue);
      remembered.delete(queue);
      if (operation === 'AmazonSQS.DeleteQueue' || policy === undefined) return undefined;
      remembered.set(queue, policy);
      if (call.Attributes?.Policy !== undefined) return undefined;
      return jsonBody({ ...call, Attributes: { ...call.Attributes, Policy: policy } });
    },
  };
}

/** A queue's redrive policy, as text. */
export function redrivePolicyText(): Mend {
  return {
    name: 'sqs: RedrivePolicy text',
    reason: 'moto adds spaces to the JSON; AWS and the provider write none, and the provider compares texts',
    completeReply(request, reply) {
      if (operationOf(request) !== 'AmazonSQS.GetQueueAttributes' || reply.status !== 200) return undefined;
      const answer = json<{ Attributes?: Record<string, string> }>(reply);
      const policy = answer.Attributes?.RedrivePolicy;
      if (!policy) return undefined;
      const compact = JSON.stringify(JSON.parse(policy));
      return jsonBody({ ...answer, Attributes: { ...answer.Attributes, RedrivePolicy: compact } });
    },
  };
}

/** Queues of different regions share their URL here. */
function queueOf(request: Request, { QueueUrl }: QueueCall): string {
  return `${regionOf(request)} ${QueueUrl?.split('/').pop()}`;
}
