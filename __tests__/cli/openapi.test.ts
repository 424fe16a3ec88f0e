import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeProgram } from '../../cli/openapi';
import { runCommand } from '../helpers/command-line';
import { minimal } from '../helpers/configurations';

const VALIDATOR = require.resolve('@seriousme/openapi-schema-validator/bin/validate-api-cli.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Document {
  servers: unknown[];
  paths: Record<string, Record<string, Operation>>;
}
interface Content {
  description?: string;
  content: Record<string, object>;
}
interface Operation {
  responses: Record<string, Content>;
  security?: unknown;
  requestBody?: Content;
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

describe('where callers are told otherwise', () => {
  const MODES = { 'eu-west-2': 'iam', 'us-east-1': 'jwt', 'ap-southeast-2': 'none' };
  beforeEach(async () => {
    const config = join(folder, '..', `${basename(folder)}.json`);
    const jwt = { issuer: 'https://id.example.com', audience: ['a'] };
    const ingest = Object.entries(MODES).map(([region, mode]) => ({ region, auth: { mode } }));
    writeFileSync(config, JSON.stringify({ ...minimal, defaults: { auth: { jwt } }, ingest }));
    process.env.PILLARBOX_CONFIG = config;
    try {
      await runCommand(makeProgram, [folder]);
    } finally {
      delete process.env.PILLARBOX_CONFIG;
      rmSync(config);
    }
  });

  const FILES = Object.keys(MODES).flatMap((region) => [`captures-${region}.json`, `jobs-${region}.json`]);
  it.each(FILES)('the document is valid: %s', (file) => {
    const verdict = execFileSync(process.execPath, [VALIDATOR, join(folder, file)], { encoding: 'utf8' });
    expect(verdict).toContain('"valid": true');
  });

  it.each(FILES)(
    "every answer's example says what its description says, where API Gateway gives it: %s",
    (file) => {
      const operations = Object.values(read(file).paths).flatMap((methods) => Object.values(methods));
      const refusals = operations.flatMap(({ responses }) =>
        ['401', '403'].flatMap((status) => responses[status] ?? []),
      );

      expect(refusals.length > 0).toBe(!file.includes('ap-southeast-2'));
      for (const { description, content } of refusals) {
        const { example } = content['application/json'] as { example: { message: string } };
        expect(description?.toLowerCase()).toBe(`${example.message.toLowerCase()}.`);
      }
    },
  );

  it('says how in each', () => {
    const securityOf = (region: string) => read(`jobs-${region}.json`).paths['/jobs']?.post?.security;
    expect(Object.keys(MODES).map(securityOf)).toEqual([[{ sigv4: [] }], [{ jwt: [] }], undefined]);
  });
});

it('does its work to the end, without a word, when its reader has gone', async () => {
  const command = spawn(process.execPath, ['--import', 'tsx', 'cli/openapi.ts', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  command.stdout.destroy();

  const [[exitCode], complaint] = await Promise.all([once(command, 'close'), text(command.stderr)]);

  expect({ exitCode, complaint }).toEqual({ exitCode: 0, complaint: '' });
  expect(readdirSync(folder)).toHaveLength(6);
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

it.each(['captures', 'jobs'])('gives an example of every body and every answer of %s', async (api) => {
  await runCommand(makeProgram, [folder]);
  const operations = Object.values(read(`${api}-eu-west-2.json`).paths).flatMap((path) =>
    Object.values(path),
  );

  const medias = operations.flatMap(({ responses, requestBody }) =>
    [...Object.values(responses), ...(requestBody ? [requestBody] : [])].flatMap(({ content }) =>
      Object.values(content),
    ),
  );
  expect(medias.length).toBeGreaterThan(operations.length);
  for (const media of medias) expect(media).toHaveProperty('example');
});

it('tells of webhooks where a source is declared', async () => {
  await runCommand(makeProgram, [folder]);
  const { get, post } = read('captures-eu-west-2.json').paths['/webhooks/{source}'] ?? {};

  expect(post).not.toHaveProperty('security');
  expect(Object.entries(post?.responses ?? {}).map(([status, { content }]) => [status, content])).toEqual(
    [
      [
        '202',
        'Captured',
        { id: 'eu-west-2.webhooks.EYCZcINfUAA8IIo=', region: 'eu-west-2', status: 'CAPTURED' },
      ],
      ['400', 'Message', { message: '"data": missing' }],
      ['401', 'Message', { message: 'signature not accepted' }],
      ['404', 'Message', { message: 'no such source' }],
      ['413', 'Message', { message: 'too large: at most 10 MB, a webhook at most 4.4 MB' }],
      ['429', 'Message', { message: 'too many requests' }],
      ['500', 'Message', { message: 'internal error' }],
      ['503', 'Message', { message: 'temporarily unavailable: send it again' }],
    ].map(([status, schema, example]) => [
      status,
      { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example } },
    ]),
  );
  expect(get?.responses['200']?.content).toEqual({
    'text/plain': { schema: { type: 'string' }, example: 'c8d9aa3f' },
  });
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
