import { InvalidArgumentError } from 'commander';
import { parseSince, parseTime, showTime } from '../../../cli/ops/parse-time';

const NOW = Date.parse('2026-03-10T12:00:00Z');

it.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T09:30Z', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31T09:30:15.5Z', '2026-01-31T09:30:15.500Z'],
  ['2026-01-31T09:30:00+01:00', '2026-01-31T08:30:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s is the time %s', (text, time) => {
  expect(showTime(parseTime(text))).toBe(time);
});

it.each([
  '',
  'yesterday',
  '2026-01-31T09:30',
  '2026-13-01',
  '2026-02-30',
  '2026-02-30T00:00Z',
  '1769850000',
  '2d',
])('fails for %j as a time, saying what is allowed', (text) => {
  expect(() => parseTime(text)).toThrow(InvalidArgumentError);
  expect(() => parseTime(text)).toThrow('Allowed is a time such as 2026-01-31 (UTC)');
});

it.each([
  ['2d', '2026-03-08T12:00:00.000Z'],
  ['12h', '2026-03-10T00:00:00.000Z'],
  ['2026-03-10T11:59Z', '2026-03-10T11:59:00.000Z'],
])('since %s is since %s', (text, time) => {
  expect(showTime(parseSince(text, NOW))).toBe(time);
});

it.each(['', '2', '2m', '-2d', '1.5h', '12345d', 'd'])(
  'fails for since %j, saying what is allowed',
  (text) => {
    expect(() => parseSince(text, NOW)).toThrow('Allowed are days (2d), hours (12h), or a time such as');
  },
);

it('fails for since the future', () => {
  expect(() => parseSince('2026-03-11', NOW)).toThrow('Allowed is a time in the past.');
});
