/** Configuration of an AWS client for a target that has its own endpoint. */
export function clientConfig(endpoint: () => string, region: string) {
  return {
    region,
    endpoint: async () => {
      const { protocol, hostname, port } = new URL(endpoint());
      return { protocol, hostname, port: Number(port), path: '/' };
    },
    credentials: { accessKeyId: 'conformance', secretAccessKey: 'conformance' },
    // An answer is tested as it comes.
    maxAttempts: 1,
    forcePathStyle: true,
    disableHostPrefix: true,
  };
}
