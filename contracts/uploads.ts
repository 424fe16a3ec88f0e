/** Largest object of one PUT, bytes (Amazon S3 User Guide, "Uploading objects": 5 GB). */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** How long an upload's URL holds unless the configuration says otherwise, seconds. */
export const DEFAULT_UPLOAD_EXPIRY_SECONDS = 900;
