/** Where a bucket reports which of its events. */
export interface NotificationRule {
  /** Name of the configuration, which events carry. */
  id: string;
  queueArn: string;
  /** Such as `s3:ObjectCreated:*` or `s3:ObjectCreated:Put`. */
  events: string[];
  /** Key prefix. Default all keys. */
  prefix: string;
  /** Key suffix. Default all keys. */
  suffix: string;
}

/** Whether an event on a key is to be reported. */
export function matchesRule(rule: NotificationRule, event: string, key: string): boolean {
  const wanted = rule.events.some((pattern) =>
    pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : event === pattern,
  );
  return wanted && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);
}
