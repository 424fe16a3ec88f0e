import { AwsError } from '../core/aws-error';
import type { AwsRequest } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { Credentials } from '../core/credentials';
import { principalName } from '../iam/access-denied';
import { principalId } from '../iam/principal-id';

/** What AssumeRole works on. */
export interface AssumeRoleDependencies {
  cloud: Pick<Cloud, 'accountId' | 'gate' | 'now'>;
  credentials: Pick<Credentials, 'issue'>;
}

/** AWS STS API reference, AssumeRole. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const MIN_SECONDS = 900;
/** `MaxSessionDuration` of a role that sets none (IAM API reference, CreateRole). */
const MAX_SECONDS = 3600;

/** Credentials of a role for whoever its trust policy and the caller's own permissions let have them. */
export function assumeRole(
  form: URLSearchParams,
  { region, caller, signal }: Pick<AwsRequest, 'region' | 'caller' | 'signal'>,
  { cloud, credentials }: AssumeRoleDependencies,
): Promise<object> {
  const { roleArn, sessionName, seconds } = readRequest(form);
  return cloud.gate.run(
    { region, service: 'sts', action: 'sts:AssumeRole', resource: roleArn, caller, signal },
    () => {
      const expiresAt = cloud.now() + seconds * 1000;
      const issued = credentials.issue({ roleArn, sessionName, expiresAt });
      const session = { principal: roleArn, sessionName };
      return {
        Credentials: {
          AccessKeyId: issued.accessKeyId,
          SecretAccessKey: issued.secretAccessKey,
          SessionToken: issued.sessionToken,
          Expiration: new Date(expiresAt).toISOString(),
        },
        AssumedRoleUser: {
          AssumedRoleId: principalId(session, cloud.accountId),
          Arn: principalName(session),
        },
      };
    },
  );
}

function readRequest(form: URLSearchParams) {
  for (const name of form.keys()) {
    if (!KNOWN.includes(name)) throw invalid(name, form.get(name), `only ${KNOWN.join(', ')} are served`);
  }
  const roleArn = form.get('RoleArn') ?? '';
  if (!roleArn) throw invalid('RoleArn', roleArn, 'the ARN of a role');
  const sessionName = form.get('RoleSessionName') ?? '';
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid('RoleSessionName', sessionName, '2 to 64 letters, digits, and _ + = , . @ -');
  }
  const seconds = Number(form.get('DurationSeconds') ?? MAX_SECONDS);
  if (!Number.isInteger(seconds) || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw invalid('DurationSeconds', form.get('DurationSeconds'), `${MIN_SECONDS}–${MAX_SECONDS}`);
  }
  return { roleArn, sessionName, seconds };
}

/** Session policies, tags, external ids and MFA are not served. */
const KNOWN = ['Action', 'Version', 'RoleArn', 'RoleSessionName', 'DurationSeconds'];

function invalid(name: string, received: string | null, allowed: string): AwsError {
  return new AwsError(
    'ValidationError',
    `${name}: received ${JSON.stringify(received)}, allowed is ${allowed}`,
  );
}
