/** Unit, stack and end-to-end tests. `npm test` never writes snapshots (`--ci`). */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: { '^#processors$': '<rootDir>/processors/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out/'],
  testTimeout: 30_000,
};
