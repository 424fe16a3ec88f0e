import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJobModel } from '../../config/job-schema';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'job-schema-'));
  mkdirSync(join(project, 'schemas'));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(schema: string, example = '{"seconds":2}'): void {
  writeFileSync(join(project, 'schemas/job.schema.json'), schema);
  writeFileSync(join(project, 'schemas/job.example.json'), example);
}

it('the shipped schema takes the shipped example', () => {
  expect(readJobModel()).toMatchObject({ schema: { type: 'object' }, example: { seconds: 2 } });
});

it.each([
  ['a schema that is no JSON', 'no', undefined, 'schemas/job.schema.json: '],
  [
    'a schema that is none',
    '{"type":"text"}',
    undefined,
    'schemas/job.schema.json: no JSON Schema of draft 4',
  ],
  ['a schema of a later draft', '{"minimum":0,"exclusiveMinimum":3}', undefined, 'no JSON Schema of draft 4'],
  ['a schema that takes everything', 'true', undefined, 'received true, allowed is an object'],
  [
    'a schema that refers to a part of itself',
    '{"properties":{"a":{"$ref":"#/definitions/a"}}}',
    undefined,
    'schemas/job.schema.json at #/properties/a: received "$ref": "#/definitions/a"',
  ],
  [
    'an example that the schema does not allow',
    '{"type":"object","required":["seconds"]}',
    '{"minutes":1}',
    'schemas/job.example.json: received {"minutes":1}, which schemas/job.schema.json does not allow',
  ],
])('fails for %s', (_, schema, example, reason) => {
  write(schema, example);

  expect(() => readJobModel(project)).toThrow(reason);
});
