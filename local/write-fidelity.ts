import { writeFileSync } from 'node:fs';
import { fidelityText } from './fidelity';
import { resourceTypes } from './resources';

writeFileSync('docs/local-fidelity.md', fidelityText(resourceTypes.values()));
