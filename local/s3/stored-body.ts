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

/** The parts of a multipart upload, one after the other. They are opened as they are read, and kept while anybody reads. */
export class PartsBody implements StoredBody {
  readonly size: number;
  private reads = 0;
  private disposed = false;

  constructor(private readonly parts: StoredBody[]) {
    this.size = parts.reduce((sum, part) => sum + part.size, 0);
  }

  async read(start: number, end: number): Promise<Readable> {
    this.reads += 1;
    const stream = Readable.from(this.pieces(start, end), { objectMode: false });
    stream.once('close', () => {
      this.reads -= 1;
      void this.disposeUnread();
    });
    return stream;
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.disposeUnread();
  }

  private async disposeUnread(): Promise<void> {
    if (this.disposed && this.reads === 0) {
      await Promise.all(this.parts.map((part) => part.dispose()));
    }
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    let offset = 0;
    for (const part of this.parts) {
      const first = Math.max(start - offset, 0);
      const last = Math.min(end - offset, part.size - 1);
      if (first <= last) {
        const piece = await part.read(first, last);
        yield* Buffer.isBuffer(piece) ? [piece] : piece;
      }
      offset += part.size;
    }
  }
}
