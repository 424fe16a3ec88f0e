/** Node 20 lacks `Promise.withResolvers`, which the engine uses (ECMAScript 2024, section 27.2.4.8). */
export function ensureWithResolvers(): void {
  if ('withResolvers' in Promise) {
    return;
  }
  Object.defineProperty(Promise, 'withResolvers', {
    value: withResolvers,
    configurable: true,
    writable: true,
  });
}

function withResolvers<T>() {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
