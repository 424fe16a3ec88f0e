import { randomBytes } from 'node:crypto';
import type { Caller } from './call';

/** A role's credentials as Lambda puts them into an environment, and as STS hands them out. */
export interface IssuedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** For whom credentials are. */
export interface Session {
  roleArn: string;
  /** @default the role's name */
  sessionName?: string;
  /** For a function: the execution environment that calls. */
  environmentId?: string;
  /** Epoch ms. @default never */
  expiresAt?: number;
}

/** What is known of an access key. */
export interface AccessKey {
  caller: Caller;
  secretAccessKey: string;
  /** Present on the keys of roles: what must come with every call. */
  sessionToken?: string;
  /** Epoch ms; absent on keys that do not expire. */
  expiresAt?: number;
}

/**
 * Which access key belongs to which role. Any other key is the operator's, a person at this machine, and its secret is the
 * key id itself.
 */
export class Credentials {
  private readonly keys = new Map<string, AccessKey>();
  private readonly operator: Caller;

  constructor(partition: string, accountId: string) {
    this.operator = { principal: `arn:${partition}:iam::${accountId}:root` };
  }

  /** New temporary credentials of a role. */
  issue({ roleArn, sessionName, environmentId, expiresAt }: Session): IssuedCredentials {
    const issued = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(48).toString('base64'),
    };
    const { accessKeyId, ...secrets } = issued;
    this.keys.set(accessKeyId, {
      ...secrets,
      expiresAt,
      caller: { principal: roleArn, sessionName, environmentId },
    });
    return issued;
  }

  /** The key of this id: a role's, or the operator's. */
  find(accessKeyId: string): AccessKey {
    return this.keys.get(accessKeyId) ?? { caller: this.operator, secretAccessKey: accessKeyId };
  }
}
