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

it('properties may have the names of keywords, and values may be anything', () => {
  const properties = {
    id: { type: 'string' },
    definitions: { type: 'object', default: { minItems: 1 } },
    minItems: { enum: [{ $ref: '#' }, 3] },
  };
  const named = { $schema: 'http://json-schema.org/draft-04/schema#', id: 'https://example.com/job' };
  write(JSON.stringify({ ...named, type: 'object', properties }), '{"id":"a","minItems":3}');

  expect(readJobModel(project).schema).toEqual({ ...named, type: 'object', properties });
});

it.each<readonly [string, string, string | undefined, string]>([
  ['a schema that is no JSON', 'no', undefined, 'schemas/job.schema.json: '],
  [
    'a schema that is none',
    '{"type":"text"}',
    undefined,
    'schemas/job.schema.json: no JSON Schema of draft 4',
  ],
  ['a schema of a later draft', '{"maximum":9,"exclusiveMaximum":3}', undefined, 'no JSON Schema of draft 4'],
  ['a schema that takes everything', 'true', undefined, 'received true, allowed is an object'],
  [
    'a schema that refers to a part of itself',
    '{"properties":{"a":{"$ref":"#/definitions/a"}}}',
    undefined,
    'schemas/job.schema.json at #/properties/a: received "$ref": "#/definitions/a"',
  ],
  ...(
    [
      ['exclusiveMinimum', true],
      ['minItems', 1],
      ['maxItems', 9],
    ] as const
  ).map(
    ([keyword, value]) =>
      [
        `${keyword}, which API Gateway does not enforce`,
        JSON.stringify({ properties: { a: { items: { [keyword]: value } } } }),
        undefined,
        `schemas/job.schema.json at #/properties/a/items: received "${keyword}": ${value}, which API Gateway does not enforce`,
      ] as const,
  ),
  ...(
    [
      ['definitions', {}],
      ['dependencies', { a: ['b'] }],
      ['patternProperties', {}],
      ['additionalItems', false],
      ['id', 'https://example.com'],
      ['nullable', true],
      ['const', 1],
      ['items', [{}]],
      ['type', ['string', 'null']],
      ['type', 'null'],
    ] as const
  ).map(
    ([keyword, value]) =>
      [
        `"${keyword}": ${JSON.stringify(value)}, which is not of draft 4 and OpenAPI alike`,
        JSON.stringify({ anyOf: [{ type: 'object' }, { not: { [keyword]: value } }] }),
        undefined,
        `schemas/job.schema.json at #/anyOf/1/not: received "${keyword}": ${JSON.stringify(value)}, allowed `,
      ] as const,
  ),
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
