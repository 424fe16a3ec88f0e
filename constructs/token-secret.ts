import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { tokenSecretName } from '../contracts/naming';

export interface TokenSecretProps {
  settings: Pick<Settings, 'name' | 'central' | 'ingest' | 'removal'>;
}

/** Days in which a deleted secret can be restored; the longest that Secrets Manager knows. */
const RECOVERY_DAYS = 30;

/**
 * The secret that maps tokens to principals, replicated to every other ingest region. It has no version here: empty
 * denies all, and Terraform must never own the value, or it would put it back.
 */
export class TokenSecret extends Construct {
  constructor(scope: Construct, id: string, { settings }: TokenSecretProps) {
    super(scope, id);
    const regions = settings.ingest
      .map(({ region }) => region)
      .filter((region) => region !== settings.central.region);
    new SecretsmanagerSecret(this, 'secret', {
      name: tokenSecretName(settings.name),
      description: 'SHA-256 of each accepted token, and its principal',
      recoveryWindowInDays: settings.removal === 'destroy' ? 0 : RECOVERY_DAYS,
      replica: regions.map((region) => ({ region })),
    });
  }
}
