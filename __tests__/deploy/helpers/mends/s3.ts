import { json, jsonBody, type Mend, type Request } from '../mend';

interface Policy {
  Statement: { Condition?: object }[];
}

/** Bucket policies with conditions. */
export function conditionalPolicy(): Mend {
  const remembered = new Map<string, Buffer>();
  return {
    name: 's3: conditions in bucket policies',
    reason:
      'moto enforces bucket policies but skips their conditions: "no request without TLS" would refuse every object; it is given the statements without a condition, and asked for the policy it answers what was put',
    completeRequest(request) {
      const bucket = policyOf(request);
      if (bucket === undefined || request.method === 'GET') return undefined;
      remembered.delete(bucket);
      if (request.method !== 'PUT') return undefined;
      remembered.set(bucket, request.body);
      const policy = json<Policy>(request);
      return jsonBody({ ...policy, Statement: policy.Statement.filter(({ Condition }) => !Condition) });
    },
    completeReply(request, reply) {
      const bucket = policyOf(request);
      if (bucket === undefined || request.method !== 'GET' || reply.status !== 200) return undefined;
      return remembered.get(bucket);
    },
  };
}

/** The bucket whose policy a request is about. */
function policyOf({ path }: Request): string | undefined {
  return /^\/([^/?]+)\/?\?policy(?:=|&|$)/.exec(path)?.[1];
}
