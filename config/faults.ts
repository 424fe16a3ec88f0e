import type { z } from 'zod';
import { memberOf } from './member';

/** What zod found, as lines of path, value received and what is allowed. */
export function issueFaults(issue: z.core.$ZodIssue): string[] {
  const path = pathOf(issue.path);
  const received = `received ${show(issue.input)}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        (key) => `${pathOf([...issue.path, key])}: unknown key, received ${show(memberOf(issue.input, key))}`,
      );
    case 'invalid_type':
      if (issue.input === undefined) return [`${path}: missing, allowed is ${article(issue.expected)}`];
      return [`${path}: ${received}, allowed is ${article(issue.expected)}`];
    case 'invalid_value':
      return [`${path}: ${received}, allowed is ${issue.values.map((v) => JSON.stringify(v)).join(', ')}`];
    case 'too_small':
      return [`${path}: ${received}, allowed is ${bound('at least', issue.minimum, issue.origin)}`];
    case 'too_big':
      return [`${path}: ${received}, allowed is ${bound('at most', issue.maximum, issue.origin)}`];
    case 'invalid_format':
    case 'custom':
      return [`${path}: ${received}, allowed is ${issue.message}`];
    case 'invalid_union':
      return [unionFault(issue)];
    case 'invalid_key':
      return issue.issues.map(({ message }) => `${path}: a key of this name, allowed is ${message}`);
    default:
      return [`${path}: ${received}: ${issue.message}`];
  }
}

/** No member of a union fits: by the member that tells them apart, or as the schema puts it. */
function unionFault({ path, input, discriminator, message }: z.core.$ZodIssueInvalidUnion): string {
  const received = discriminator === undefined ? input : memberOf(input, discriminator);
  return `${pathOf(path)}: received ${show(received)}, allowed is ${message}`;
}

/** Faults between regions: duplicates and several partitions. Looks at whatever has the shape, valid or not. */
export function crossFaults(json: unknown): string[] {
  const ingest = memberOf(json, 'ingest');
  const regions = (Array.isArray(ingest) ? ingest : []).map((entry) => memberOf(entry, 'region'));
  const central = memberOf(memberOf(json, 'central'), 'region');
  return [...duplicateFaults(regions), ...partitionFaults(central, regions)];
}

function duplicateFaults(regions: unknown[]): string[] {
  return regions.flatMap((region, index) => {
    const first = regions.indexOf(region);
    if (region === undefined || first === index) return [];
    return [
      `ingest[${index}].region: received ${show(region)}, which ingest[${first}] has already; allowed is each region once`,
    ];
  });
}

function partitionFaults(central: unknown, regions: unknown[]): string[] {
  if (typeof central !== 'string') return [];
  const expected = partitionOf(central);
  return regions.flatMap((region, index) => {
    if (typeof region !== 'string' || partitionOf(region) === expected) return [];
    return [
      `ingest[${index}].region: received ${show(region)} of partition ${partitionOf(region)}, ` +
        `allowed is the partition of central.region (${expected})`,
    ];
  });
}

/**
 * Partition by the region's prefix. Source: AWS General Reference, "Amazon Resource Names", and the partitions of
 * the SDKs' endpoint data.
 */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  const iso = /^(?:us|eu)-iso([a-z]?)-/.exec(region);
  if (iso) return iso[1] ? `aws-iso-${iso[1]}` : 'aws-iso';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

function pathOf(path: PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || '(the whole file)';
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function article(type: string): string {
  if (type === 'int') return 'an integer';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function bound(words: string, limit: number | bigint, origin: string): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `${words} ${limit}${unit}`;
}
