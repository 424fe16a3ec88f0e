/** What a missing Content-Type counts as (API Gateway Developer Guide, "Integration passthrough behaviors"). */
export const DEFAULT_MEDIA_TYPE = 'application/json';

/** The media type of a Content-Type or Accept header: its first one, without parameters, lower case. */
export function mediaTypeOf(header: string | undefined): string {
  const first = (header ?? '').split(',', 1)[0]?.split(';', 1)[0]?.trim().toLowerCase();
  return first || DEFAULT_MEDIA_TYPE;
}

/** Whether one of an API's binary media types covers a media type. Patterns are all types, `image/*` or exact. */
export function isBinary(binaryMediaTypes: string[], mediaType: string): boolean {
  return binaryMediaTypes.some((pattern) => {
    if (pattern === '*/*' || pattern === mediaType) return true;
    return pattern.endsWith('/*') && mediaType.startsWith(pattern.slice(0, -1));
  });
}
