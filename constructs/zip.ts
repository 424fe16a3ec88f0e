import { zipSync } from 'fflate';

/** First moment a zip entry can carry; the format stores local time, so this is the same byte in every time zone. */
const ZIP_EPOCH = new Date(1980, 0, 1);

/** Unix, in the entry's "version made by": makes Lambda honour the mode. */
const UNIX = 3;

/** `-rw-r--r--` of a regular file, where a zip keeps Unix modes. */
const MODE = 0o100644 << 16;

/** A zip with one file, equal to the byte for equal content: fixed time, mode and compression. */
export function zipFile(name: string, content: Uint8Array): Uint8Array {
  return zipSync({ [name]: [content, { mtime: ZIP_EPOCH, os: UNIX, attrs: MODE, level: 6 }] });
}
