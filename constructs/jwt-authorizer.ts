import { Construct } from 'constructs';
import type { InvokedByApi } from '../apis/lambda-proxy';
import { ENV, type IssuerOfTokens } from '../contracts/environment';
import type { Bundles } from './bundle';
import { invokedFunction } from './invoked-function';
import { NodeFunction } from './node-function';
import { literal } from './template-literal';

/** What the authorizer of a region is made from. */
export interface JwtAuthorizerProps {
  /** The deployment's name. */
  name: string;
  issuer: IssuerOfTokens;
  logRetentionDays: number;
  bundles: Bundles;
}

/** Time-out of the function, seconds: a cold start, and the issuer's keys, which are asked for once. API Gateway waits for 29. */
const TIMEOUT_SECONDS = 10;

/** The function that verifies JSON Web Tokens in a region. It needs nothing of AWS but its log. */
export class JwtAuthorizer extends Construct implements InvokedByApi {
  readonly invokeArn: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { name, issuer, ...props }: JwtAuthorizerProps) {
    super(scope, id);
    const fn = new NodeFunction(this, 'authorizer', {
      ...props,
      name,
      function: 'jwt-authorizer',
      description: 'Tells the principal of a JSON Web Token',
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    fn.wire({ [ENV.tokenIssuer]: literal(JSON.stringify(issuer)) });
    const { invokeArn, roleArn } = invokedFunction(this, name, 'jwt-authorizer', fn);
    this.invokeArn = invokeArn;
    this.roleArn = roleArn;
  }
}
