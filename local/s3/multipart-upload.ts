import type { ObjectMetadata } from './bucket';
import type { Upload } from './upload-body';

/** One part of an upload. */
export interface Part extends Upload {
  /** 1–10,000. */
  number: number;
  /** Epoch ms. */
  lastModified: number;
}

/** A multipart upload that is neither completed nor aborted. */
export interface MultipartUpload {
  id: string;
  key: string;
  metadata: ObjectMetadata;
  /** By part number. */
  parts: Map<number, Part>;
}
