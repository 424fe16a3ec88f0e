const UNITS: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/**
 * Period of a schedule expression `rate(<value> <unit>)`, seconds; undefined for any other expression. Seconds are not
 * in AWS's grammar; they are taken here so that a test may wait less than a minute.
 */
export function ratePeriodSeconds(expression: string): number | undefined {
  const [, value, unit = ''] = /^rate\((\d+) (second|minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = Number(value) * (UNITS[unit] ?? Number.NaN);
  return seconds > 0 ? seconds : undefined;
}
