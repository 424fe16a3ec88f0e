import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import type { NodeFunction } from './node-function';
import { otherRegions } from './other-regions';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';

/** What a secret of the deployment is made from. */
export interface ReplicatedSecretProps {
  settings: Pick<Settings, 'central' | 'ingest' | 'removal'>;
  /** Physical name. */
  name: string;
  description: string;
}

/** Days in which a deleted secret can be restored; the longest that Secrets Manager knows. */
const RECOVERY_DAYS = 30;

/**
 * A secret of the centre, replicated to every other ingest region. It has no version here: empty denies all, and
 * Terraform must never own the value, or it would put it back.
 */
export class ReplicatedSecret extends Construct {
  constructor(scope: Construct, id: string, { settings, name, description }: ReplicatedSecretProps) {
    super(scope, id);
    new SecretsmanagerSecret(this, 'secret', {
      name,
      description,
      recoveryWindowInDays: settings.removal === 'destroy' ? 0 : RECOVERY_DAYS,
      replica: otherRegions(settings).map((region) => ({ region })),
    });
  }
}

/**
 * Lets a function read the replica of a secret in its own region, and tells it which that is.
 * @param variable environment variable that gets the name
 */
export function grantReadReplica(fn: NodeFunction, variable: string, name: string): void {
  // Secrets Manager ends the ARN in a hyphen and six random characters.
  const arn = RegionalStack.of(fn).arn('secretsmanager', `secret:${name}-??????`);
  fn.wire({ [variable]: name }, allow(['secretsmanager:GetSecretValue'], [arn]));
}
