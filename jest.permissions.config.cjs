const base = require('./jest.config.cjs');

/** What every single permission is for; `npm run test:permissions`. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/__tests__/permissions/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};
