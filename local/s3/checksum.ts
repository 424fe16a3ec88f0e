import { createHash } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import { Crc32, Crc32c, Crc64Nvme, type RunningChecksum } from './crc';

/** Algorithms of `x-amz-checksum-<algorithm>`. */
const ALGORITHMS: Record<string, () => RunningChecksum> = {
  crc32: () => new Crc32(),
  crc32c: () => new Crc32c(),
  crc64nvme: () => new Crc64Nvme(),
  sha1: () => createHash('sha1'),
  sha256: () => createHash('sha256'),
};

const HEADER_PREFIX = 'x-amz-checksum-';

/** The checksum of an object or part, as stored and returned. */
export interface Checksum {
  algorithm: string;
  /** Base64. */
  value: string;
}

/** A checksum that the client promised for a body: what is computed, and what it must turn out to be. */
export class ChecksumCheck {
  readonly sum: RunningChecksum;

  private constructor(
    private readonly algorithm: string,
    /** Undefined until the trailers are read. */
    private expected: string | undefined,
  ) {
    this.sum = ALGORITHMS[algorithm]!();
  }

  /** The check that the headers ask for, if any. @throws AwsError for an unknown algorithm or several checksums */
  static of(headers: Record<string, string>): ChecksumCheck | undefined {
    const given = Object.keys(headers).filter(
      (name) =>
        name.startsWith(HEADER_PREFIX) &&
        !['x-amz-checksum-type', 'x-amz-checksum-mode', 'x-amz-checksum-algorithm'].includes(name),
    );
    const trailer = headers['x-amz-trailer']?.trim().toLowerCase();
    if (given.length > 1 || (given.length === 1 && trailer?.startsWith(HEADER_PREFIX))) {
      throw new AwsError(
        'InvalidRequest',
        'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
      );
    }
    const name = given[0] ?? (trailer?.startsWith(HEADER_PREFIX) ? trailer : undefined);
    if (name === undefined) {
      return undefined;
    }
    const algorithm = name.slice(HEADER_PREFIX.length);
    if (!Object.hasOwn(ALGORITHMS, algorithm)) {
      throw new AwsError(
        'InvalidRequest',
        'The algorithm type you specified in x-amz-checksum- header is invalid.',
      );
    }
    return new ChecksumCheck(algorithm, headers[name]);
  }

  /** Compares. @throws AwsError `InvalidRequest` for a value of the wrong form, `BadDigest` when it differs */
  verify(trailers: Record<string, string>): Checksum {
    const expected = this.expected ?? trailers[HEADER_PREFIX + this.algorithm];
    const actual = this.sum.digest();
    if (expected === undefined || Buffer.from(expected, 'base64').length !== actual.length) {
      throw new AwsError('InvalidRequest', `Value for ${HEADER_PREFIX}${this.algorithm} header is invalid.`);
    }
    const value = actual.toString('base64');
    if (value !== expected.trim()) {
      throw new AwsError(
        'BadDigest',
        `The ${this.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    return { algorithm: this.algorithm, value };
  }
}

/** Response header of a stored checksum. */
export function checksumHeader(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [HEADER_PREFIX + checksum.algorithm]: checksum.value } : {};
}

/** The MD5 of `Content-MD5`, hex. @throws AwsError `InvalidDigest` when it is none */
export function contentMd5(headers: Record<string, string>): string | undefined {
  const given = headers['content-md5'];
  if (given === undefined) {
    return undefined;
  }
  const bytes = Buffer.from(given, 'base64');
  if (bytes.length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  return bytes.toString('hex');
}
