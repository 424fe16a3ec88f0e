import type { Construct } from 'constructs';
import type { InvokedByApi } from '../apis/lambda-proxy';
import { type FunctionId, roleName } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';

/** Lets API Gateway call a function, by a role of its own that can do nothing else. */
export function invokedFunction(
  scope: Construct,
  name: string,
  id: FunctionId,
  fn: NodeFunction,
): InvokedByApi {
  const role = new ServiceRole(scope, 'invoke', {
    name: roleName(name, RegionalStack.of(scope).region, `${id}-invoke`),
    service: 'apigateway.amazonaws.com',
    statements: [allow(['lambda:InvokeFunction'], [fn.arn])],
  });
  return { invokeArn: fn.invokeArn, roleArn: role.arn };
}
