import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { zipFile } from '../../constructs/zip';

const content = Buffer.from('exports.handler = () => "x";'.repeat(100));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('holds the one file, unchanged', () => {
  const files = unzipSync(zipFile('index.js', content));

  expect(Object.keys(files)).toEqual(['index.js']);
  expect(Buffer.from(files['index.js']!)).toEqual(content);
});

it('lets Lambda read the file: a regular one, mode 644, written by Unix', () => {
  const zip = Buffer.from(zipFile('index.js', content));
  const entry = zip.indexOf('PK\x01\x02', 0, 'latin1');

  expect(zip.readUInt8(entry + 5)).toBe(3);
  expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
});

it.each(['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati'])(
  'is the same in time zone %s',
  (TZ) => {
    const script = `
    const { zipFile } = require('./constructs/zip.ts');
    process.stdout.write(Buffer.from(zipFile('index.js', Buffer.from('exports.handler = () => "x";'.repeat(100)))).toString('base64'));
  `;
    const zip = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });

    expect(sha256(Buffer.from(zip, 'base64'))).toBe(sha256(zipFile('index.js', content)));
  },
);
