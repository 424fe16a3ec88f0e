import type { Checksum } from './checksum';
import type { MultipartUpload } from './multipart-upload';
import type { NotificationRule } from './notification-rule';
import { SortedKeys } from './sorted-keys';
import type { StoredBody } from './stored-body';

/** What an object carries besides its bytes. */
export interface ObjectMetadata {
  /** System headers that are returned as they came: `content-type`, `cache-control` … */
  headers: Record<string, string>;
  /** User metadata, names without `x-amz-meta-`. */
  user: Record<string, string>;
}

export interface StoredObject {
  key: string;
  body: StoredBody;
  /** Without quotes. */
  eTag: string;
  /** Epoch ms. */
  lastModified: number;
  metadata: ObjectMetadata;
  checksum?: Checksum;
}

/** One bucket: its objects, unfinished uploads and what is configured on it. */
export class Bucket {
  notifications: NotificationRule[] = [];
  readonly uploads = new Map<string, MultipartUpload>();
  readonly keys = new SortedKeys();
  private readonly objects = new Map<string, StoredObject>();

  constructor(
    readonly name: string,
    readonly region: string,
    readonly arn: string,
    /** Epoch ms. */
    readonly createdAt: number,
  ) {}

  get(key: string): StoredObject | undefined {
    return this.objects.get(key);
  }

  /** Replaces the object of that key. */
  put(object: StoredObject): void {
    const replaced = this.objects.get(object.key);
    this.objects.set(object.key, object);
    this.keys.add(object.key);
    void replaced?.body.dispose();
  }

  /** Deletes the object of that key, if there is one. */
  delete(key: string): void {
    const deleted = this.objects.get(key);
    this.objects.delete(key);
    this.keys.delete(key);
    void deleted?.body.dispose();
  }
}
