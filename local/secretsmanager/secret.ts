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
  /** Resource policy as JSON text. */
  policy?: string;
  /** Epoch ms. */
  createdAt: number;
  changedAt: number;
  /** Newest last. */
  versions: SecretVersion[];
}

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

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
  // Versions without a label are deprecated, and Secrets Manager may delete them at any time.
  secret.versions = [...secret.versions.filter(({ stages }) => stages.size > 0), version];
  secret.changedAt = version.createdAt;
}
