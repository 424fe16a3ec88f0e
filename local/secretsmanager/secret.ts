/** One version of a secret's value: text or bytes. */
export interface SecretVersion {
  id: string;
  string?: string;
  /** Base64. */
  binary?: string;
  /** Staging labels, such as `AWSCURRENT`. */
  stages: Set<string>;
  /** Epoch ms. */
  createdAt: number;
}

/** A secret: its primary region owns the versions, replicas show the same ones under the same name. */
export interface Secret {
  name: string;
  description?: string;
  primaryRegion: string;
  replicaRegions: string[];
  /** Name, dash and six random characters: the end of the ARN in every region. */
  arnSuffix: string;
  /** Epoch ms. */
  createdAt: number;
  changedAt: number;
  /** Newest last. */
  versions: SecretVersion[];
}

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

/** How many versions, and how old ones, are never removed. Source: Secrets Manager API reference, PutSecretValue. */
const KEPT_VERSIONS = 100;
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Adds a version and moves the labels to it; the version that was current becomes the previous one. */
export function addVersion(secret: Secret, version: SecretVersion): void {
  const current = secret.versions.find(({ stages }) => stages.has(CURRENT));
  for (const { stages } of secret.versions) {
    if (version.stages.has(CURRENT)) {
      stages.delete(PREVIOUS);
    }
    for (const stage of version.stages) {
      stages.delete(stage);
    }
  }
  if (version.stages.has(CURRENT)) {
    current?.stages.add(PREVIOUS);
  }
  secret.versions = withoutOutdated([...secret.versions, version], version.createdAt);
  secret.changedAt = version.createdAt;
}

/** A version that has lost its label can still be given one, as long as it is kept. */
function withoutOutdated(versions: SecretVersion[], now: number): SecretVersion[] {
  const oldest = versions.length - KEPT_VERSIONS;
  return versions.filter(
    ({ stages, createdAt }, index) => index >= oldest || stages.size > 0 || createdAt > now - KEPT_MS,
  );
}
