import { randomBytes } from 'node:crypto';
import type { Caller } from './call';

/** A role's credentials as Lambda puts them into an environment. */
export interface IssuedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Which access key belongs to which role. Any other key is the operator: a person at this machine. */
export class Credentials {
  private readonly roles = new Map<string, Caller>();
  private readonly operator: Caller;

  constructor(partition: string, accountId: string) {
    this.operator = { principal: `arn:${partition}:iam::${accountId}:root` };
  }

  /** New temporary credentials of a role. They last as long as the local cloud. */
  issue(roleArn: string, sessionName?: string, environmentId?: string): IssuedCredentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    this.roles.set(accessKeyId, { principal: roleArn, sessionName, environmentId });
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(48).toString('base64'),
    };
  }

  /** Who signs with this key. */
  callerOf(accessKeyId: string): Caller {
    return this.roles.get(accessKeyId) ?? this.operator;
  }
}
