const base = require('./jest.config.cjs');

/** The failure matrix: what happens when this or that fails; `npm run test:failures`. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/__tests__/failures/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
  // Each file starts a local cloud of its own; more at a time than processors would measure the machine.
  maxWorkers: 2,
};
