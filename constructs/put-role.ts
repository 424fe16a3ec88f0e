import type { Construct } from 'constructs';
import { CAPTURE_PREFIX, type Channel } from '../contracts/capture';
import { roleName } from '../contracts/naming';
import type { CaptureBucket } from './capture-bucket';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';

/** Which captures a role is to put. */
export interface PutRoleProps {
  /** The deployment's name. */
  name: string;
  bucket: CaptureBucket;
  channel: keyof typeof PURPOSES;
}

/** The channels that API Gateway puts objects for, and what the role is called by; the first is named for captures as a whole. */
const PURPOSES = { publish: 'capture-put', jobs: 'jobs-put' } as const satisfies Partial<
  Record<Channel, string>
>;

/** The role by which API Gateway puts the captures of one channel, and nothing else. */
export function putRole(scope: Construct, { name, bucket, channel }: PutRoleProps): ServiceRole {
  return new ServiceRole(scope, 'put', {
    name: roleName(name, RegionalStack.of(scope).region, PURPOSES[channel]),
    service: 'apigateway.amazonaws.com',
    statements: [allow(['s3:PutObject'], [`${bucket.bucket.arn}/${CAPTURE_PREFIX}${channel}/*`])],
  });
}
