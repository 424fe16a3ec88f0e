import { writeFileSync } from 'node:fs';
import { schemaText } from './json-schema';

writeFileSync('regions.schema.json', schemaText());
