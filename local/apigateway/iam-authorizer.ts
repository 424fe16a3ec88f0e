import { AwsError } from '../core/aws-error';
import type { Caller } from '../core/call';
import { principalName } from '../iam/access-denied';
import { principalId } from '../iam/principal-id';
import { scopeOf } from '../signatures/scope';
import { SignatureError } from '../signatures/signature-error';
import type { ApiCall } from './api-call';
import type { GatewayContext } from './context';
import { GatewayError } from './gateway-error';
import type { MethodAuthorizer } from './method-authorizer';
import type { ApiServices } from './services';

/** What it looks at of a call, and fills. */
export type SignedCall = Pick<ApiCall, 'http' | 'body'> & { context: Pick<GatewayContext, 'identity'> };

/** What an API with `AWS_IAM` authorization asks. */
export interface IamAuthorizerProps extends Pick<ApiServices, 'cloud' | 'signatures'> {
  region: string;
}

/** `AWS_IAM`: the call must be signed for this API by somebody who may invoke the method. */
export class IamAuthorizer implements MethodAuthorizer {
  readonly needsBody = true;

  constructor(private readonly props: IamAuthorizerProps) {}

  /** @throws GatewayError MISSING_AUTHENTICATION_TOKEN, INVALID_SIGNATURE, EXPIRED_TOKEN or ACCESS_DENIED (all 403) */
  async authorize(call: SignedCall, methodArn: string): Promise<void> {
    const { cloud, region } = this.props;
    const { caller, accessKey } = this.identify(call);
    const { http, context } = call;
    const question = { region, service: 'execute-api' as const, action: INVOKE, resource: methodArn };
    await cloud.gate
      .run({ ...question, caller, signal: http.signal }, () => {})
      .catch((error) => {
        if (error instanceof AwsError) throw new GatewayError('ACCESS_DENIED', error.message);
        throw error;
      });
    const { accountId } = cloud;
    const id = principalId(caller, accountId);
    Object.assign(context.identity, {
      accountId,
      accessKey,
      caller: id,
      user: id,
      userArn: principalName(caller),
    });
  }

  private identify({ http, body }: SignedCall): { caller: Caller; accessKey: string } {
    const scope = scopeOf(http.headers.authorization, http.query);
    if (!scope) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
    const { region } = this.props;
    if (scope.service !== 'execute-api' || scope.region !== region) {
      throw new GatewayError(
        'INVALID_SIGNATURE',
        `Credential should be scoped to ${region}/execute-api, received ${scope.region}/${scope.service}.`,
      );
    }
    try {
      return { caller: this.props.signatures.verify(http, body), accessKey: scope.accessKeyId };
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      throw new GatewayError(
        error.fault === 'TOKEN_EXPIRED' ? 'EXPIRED_TOKEN' : 'INVALID_SIGNATURE',
        error.message,
      );
    }
  }
}

const INVOKE = 'execute-api:Invoke';
