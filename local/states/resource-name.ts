/** `lambda:invoke` of `arn:aws:states:::lambda:invoke`; the whole text of anything else. */
export function resourceName(resource = ''): string {
  return /^arn:[a-z-]+:states:::(.+)$/.exec(resource)?.[1] ?? resource;
}
