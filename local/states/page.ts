import { AwsError } from '../core/aws-error';

/** Which page of a list is asked for. */
export interface Page {
  /** 0–1,000; 0 means the default. Default 100. */
  maxResults?: number;
  nextToken?: string;
}

const DEFAULT_SIZE = 100;

/** One page; its token is the position of the next. @throws AwsError `InvalidToken` */
export function pageOf<T>(all: T[], { maxResults, nextToken }: Page): { items: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  }
  const end = start + (maxResults || DEFAULT_SIZE);
  return { items: all.slice(start, end), nextToken: end < all.length ? String(end) : undefined };
}
