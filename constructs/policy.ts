/** One statement of an IAM policy. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | { Service: string } | { AWS: string };
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** A statement that allows exactly these actions on exactly these resources. */
export function allow(actions: string[], resources: string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

/** A resource policy statement that refuses requests without TLS. */
export function denyInsecureTransport(action: string, resources: string[]): Statement {
  return {
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resources,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** An IAM policy as plain JSON; references in it are Terraform string templates. */
export function policyJson(statements: Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
