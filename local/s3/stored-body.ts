import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Bytes of an object or part. */
export interface StoredBody {
  readonly size: number;
  /** The bytes from `start` to `end`, both included; `end` ≥ `start`. */
  read(start: number, end: number): Promise<Buffer | Readable>;
  /** Frees what the bytes occupy. Reads that have begun go on. */
  dispose(): Promise<void>;
}

export class MemoryBody implements StoredBody {
  constructor(private readonly bytes: Buffer) {}

  get size(): number {
    return this.bytes.length;
  }

  async read(start: number, end: number): Promise<Buffer> {
    return this.bytes.subarray(start, end + 1);
  }

  async dispose(): Promise<void> {}
}

export class FileBody implements StoredBody {
  constructor(
    private readonly path: string,
    readonly size: number,
  ) {}

  /** The file is opened before this returns: a delete that follows does not cut the read off. */
  async read(start: number, end: number): Promise<Readable> {
    const handle = await open(this.path);
    return handle.createReadStream({ start, end, highWaterMark: 256 * 1024 });
  }

  async dispose(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

/** The parts of a multipart upload, one after the other. */
export class PartsBody implements StoredBody {
  readonly size: number;

  constructor(private readonly parts: StoredBody[]) {
    this.size = parts.reduce((sum, part) => sum + part.size, 0);
  }

  async read(start: number, end: number): Promise<Readable> {
    const pieces: (Buffer | Readable)[] = [];
    let offset = 0;
    for (const part of this.parts) {
      const first = Math.max(start - offset, 0);
      const last = Math.min(end - offset, part.size - 1);
      if (first <= last) {
        pieces.push(await part.read(first, last));
      }
      offset += part.size;
    }
    return Readable.from(oneAfterTheOther(pieces), { objectMode: false });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.parts.map((part) => part.dispose()));
  }
}

async function* oneAfterTheOther(pieces: (Buffer | Readable)[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) {
      yield piece;
    } else {
      yield* piece;
    }
  }
}
