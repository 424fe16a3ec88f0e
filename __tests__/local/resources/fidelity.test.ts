import { readFileSync } from 'node:fs';
import { fidelityText } from '../../../local/fidelity';
import { resourceTypes } from '../../../local/resources';

describe('docs/local-fidelity.md', () => {
  it('is what the tables say now (npx tsx local/write-fidelity.ts)', () => {
    expect(readFileSync('docs/local-fidelity.md', 'utf8')).toBe(fidelityText(resourceTypes.values()));
  });
});
