import { createHash } from 'node:crypto';
import { AwsError } from '../core/aws-error';

/** The SHA-256 that a client signed for its body. */
export class PayloadHash {
  private readonly hash = createHash('sha256');

  private constructor(private readonly expected: string) {}

  /** What `x-amz-content-sha256` promises; undefined for its other values, such as `UNSIGNED-PAYLOAD`. */
  static of(headers: Record<string, string>): PayloadHash | undefined {
    const given = headers['x-amz-content-sha256']?.toLowerCase() ?? '';
    return /^[0-9a-f]{64}$/.test(given) ? new PayloadHash(given) : undefined;
  }

  update(chunk: Buffer): void {
    this.hash.update(chunk);
  }

  /** @throws AwsError `XAmzContentSHA256Mismatch` */
  verify(): void {
    const computed = this.hash.digest('hex');
    if (computed !== this.expected) {
      throw new AwsError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
        { ClientComputedContentSHA256: this.expected, S3ComputedContentSHA256: computed },
      );
    }
  }
}
