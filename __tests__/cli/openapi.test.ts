import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProgram } from '../../cli/openapi';
import { runCommand } from '../helpers/command-line';

const VALIDATOR = require.resolve('@seriousme/openapi-schema-validator/bin/validate-api-cli.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Document {
  servers: unknown[];
  paths: Record<string, Record<string, { responses: object; security?: unknown; requestBody?: object }>>;
}
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Document;

it('writes the documents of every API of every region, and they are valid', async () => {
  const { exitCode, out } = await runCommand(makeProgram, [folder]);

  expect(exitCode).toBe(0);
  const files = readdirSync(folder).sort();
  expect(files).toEqual(
    ['captures', 'jobs'].flatMap((api) =>
      ['ap-southeast-2', 'eu-west-2', 'us-east-1'].map((region) => `${api}-${region}.json`),
    ),
  );
  expect(out.sort()).toEqual(files.map((file) => join(folder, file)));
  for (const file of files) {
    const verdict = execFileSync(process.execPath, [VALIDATOR, join(folder, file)], { encoding: 'utf8' });
    expect(verdict).toContain('"valid": true');
  }
});

it('holds nothing of AWS that is no business of a client', async () => {
  await runCommand(makeProgram, [folder]);

  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).not.toContain('x-amazon-apigateway');
    expect(text).not.toContain('arn:');
  }
});

it('says every answer that may come, with its schema, and how callers are told', async () => {
  await runCommand(makeProgram, [folder]);
  const { paths } = read('jobs-eu-west-2.json');

  expect(Object.keys(paths['/jobs']?.post?.responses ?? {})).toEqual([
    '202',
    '400',
    '401',
    '403',
    '413',
    '415',
    '429',
    '500',
    '503',
  ]);
  expect(Object.keys(paths['/jobs/{jobId}']?.get?.responses ?? {})).toEqual([
    '200',
    '401',
    '403',
    '404',
    '413',
    '429',
    '500',
    '503',
  ]);
  expect(paths['/jobs']?.post).toMatchObject({
    security: [{ token: [] }],
    requestBody: { content: { 'application/json': { example: { seconds: 2 } } } },
  });
  expect(Object.keys(read('captures-eu-west-2.json').paths['/health']?.get?.responses ?? {})).not.toContain(
    '401',
  );
});

it('says where the APIs are: on AWS by the id of the stack, on a local cloud by region and stage', async () => {
  await runCommand(makeProgram, [folder]);
  expect(read('jobs-us-east-1.json').servers).toEqual([
    {
      url: 'https://{apiId}.execute-api.us-east-1.amazonaws.com/beta',
      variables: { apiId: { default: 'apiId', description: expect.any(String) } },
    },
  ]);

  await runCommand(makeProgram, [folder, '--endpoint', 'http://127.0.0.1:4566/']);
  expect(read('jobs-us-east-1.json').servers).toEqual([{ url: 'http://127.0.0.1:4566/us-east-1/beta' }]);
});
