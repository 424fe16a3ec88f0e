import { arnPattern } from './arn-pattern';
import { glob, type Matcher } from './glob';

/** A matcher that everything matches. */
export const anything: Matcher = () => true;

/** `vendor:action`, either with wildcards in the action, or `*` (IAM User Guide, "IAM JSON policy elements: Action"). */
const ACTION = /^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i;

/** Name of a service (IAM User Guide, "AWS JSON policy elements: Principal"). */
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;

/** A matcher for the actions of a statement, which are not case-sensitive. @throws Error for what names no action */
export function compileActions(value: unknown): Matcher {
  return anyOf('Action', value, (pattern) => {
    if (!ACTION.test(pattern)) throw new Error(`Action: received ${pattern}, allowed is * or service:action`);
    return glob(pattern, 'i');
  });
}

/**
 * A matcher for the resources of a statement.
 * @param bucketArn of the bucket on which the policy hangs: S3 refuses a policy about another one
 * @throws Error for what is no ARN, or not of that bucket
 */
export function compileResources(value: unknown, bucketArn?: string): Matcher {
  return anyOf('Resource', value, (pattern) => {
    if (bucketArn !== undefined && pattern !== bucketArn && !pattern.startsWith(`${bucketArn}/`)) {
      throw new Error(`Resource: received ${pattern}, allowed is ${bucketArn} and what lies in it`);
    }
    return pattern === '*' ? anything : arnPattern(pattern);
  });
}

/** An account as a principal, by its root user (IAM User Guide, "AWS JSON policy elements: Principal"). */
const ACCOUNT = /^(arn:[a-z-]+:iam::\d{12}:)root$/;

/**
 * A matcher for the principals of a statement: everybody, services by name, or an account, which stands for all of its users and
 * roles. Principals of other accounts do not exist here.
 */
export function compilePrincipal(principal: unknown): Matcher {
  if (principal === '*') return anything;
  const given = (principal !== null && typeof principal === 'object' ? principal : {}) as Record<
    string,
    unknown
  >;
  const matchers = Object.entries(given).map(([kind, names]) => {
    const compile = Object.hasOwn(PRINCIPALS, kind) ? PRINCIPALS[kind] : undefined;
    if (!compile) throw new Error(`Principal.${kind} is not evaluated`);
    return anyOf(`Principal.${kind}`, names, compile);
  });
  if (matchers.length === 0) throw new Error('Principal is not evaluated');
  return (name) => matchers.some((matches) => matches(name));
}

const PRINCIPALS: Record<string, (name: string) => Matcher> = {
  AWS: accountPrincipal,
  Service: servicePrincipal,
};

function accountPrincipal(name: string): Matcher {
  const [, prefix] = ACCOUNT.exec(name) ?? [];
  if (prefix === undefined) {
    throw new Error(`Principal.AWS: received ${name}, evaluated is arn:<partition>:iam::<account>:root`);
  }
  return (principal) => principal.startsWith(prefix);
}

function servicePrincipal(service: string): Matcher {
  if (!SERVICE.test(service)) {
    throw new Error(`Principal.Service: received ${service}, allowed is a name such as lambda.amazonaws.com`);
  }
  return (principal) => principal === service;
}

/**
 * The texts of an element that is one or a list of them.
 * @throws Error when there is none, one is no text, or one has a policy variable
 */
export function textsOf(element: string, value: unknown): string[] {
  const texts = [value].flat();
  if (texts.length === 0 || !texts.every(isText)) {
    throw new Error(`${element}: received ${JSON.stringify(value)}, allowed is a text or a list of texts`);
  }
  const variable = texts.find((text) => text.includes('${'));
  if (variable !== undefined) throw new Error(`${element}: policy variables are not evaluated: ${variable}`);
  return texts;
}

function anyOf(element: string, value: unknown, compile: (pattern: string) => Matcher): Matcher {
  const matchers = textsOf(element, value).map(compile);
  return (text) => matchers.some((matches) => matches(text));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
