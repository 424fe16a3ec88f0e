import { readdirSync, readFileSync } from 'node:fs';
import { fidelityText } from '../../../local/fidelity';
import { resourceTypes } from '../../../local/resources';

describe('docs/local-fidelity.md', () => {
  it('is what the tables say now (npx tsx local/write-fidelity.ts)', () => {
    expect(readFileSync('docs/local-fidelity.md', 'utf8')).toBe(fidelityText(resourceTypes.values()));
  });
});

describe('the tables', () => {
  it('are one file per type, and each is in use', () => {
    const files = readdirSync('local/resources').filter((file) => file.startsWith('aws_'));
    expect([...resourceTypes.keys()].sort()).toEqual(files.map((file) => file.replace('.ts', '')).sort());
  });
});
