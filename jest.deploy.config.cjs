const unit = require('./jest.config.cjs');

/** `npm run test:deploy`: one deployment on an emulator, by the real Terraform; minutes, not seconds. */
module.exports = {
  ...unit,
  testMatch: ['<rootDir>/__tests__/deploy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The longest step is the provider giving up on a role that does not exist, after five minutes.
  testTimeout: 900_000,
};
