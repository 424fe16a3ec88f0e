const { availableParallelism } = require('node:os');

// The SDK warns about Node 20 in every test file; the functions themselves run on a newer one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Unit, stack and end-to-end tests. `npm test` never writes snapshots (`--ci`). */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
    '/@octokit/webhooks-methods/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' } }],
  },
  // An ES module without another form, which jest has to transform and to be shown.
  transformIgnorePatterns: ['/node_modules/(?!@octokit/webhooks-methods/)'],
  moduleNameMapper: {
    '^#processors$': '<rootDir>/processors/index.ts',
    '^@octokit/webhooks-methods$': '<rootDir>/node_modules/@octokit/webhooks-methods/dist-node/index.js',
  },
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out/'],
  // Suites of their own: `npm run test:permissions`, `test:failures`, `test:deploy`, `test:conformance`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/__tests__/permissions/',
    '<rootDir>/__tests__/deploy/',
    '<rootDir>/__tests__/conformance/',
    '<rootDir>/__tests__/failures/',
  ],
  // Starting a local cloud takes seconds, and a minute where the machine is busy: tests bound their own waits.
  testTimeout: 120_000,
  // Jest leaves one processor to itself, which on a machine with two leaves one for the tests.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
