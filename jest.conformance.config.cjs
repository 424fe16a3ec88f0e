const base = require('./jest.config.cjs');

/** What the project relies on AWS for, against the target that `PILLARBOX_CONFORMANCE` names; `npm run test:conformance`. */
module.exports = {
  ...base,
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/__tests__/conformance/**/*.test.ts'],
  globalSetup: '<rootDir>/__tests__/conformance/targets/start-moto.ts',
  globalTeardown: '<rootDir>/__tests__/conformance/targets/stop-moto.ts',
};
