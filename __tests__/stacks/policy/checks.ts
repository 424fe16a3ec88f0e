import { API_RULES } from './api-rules';
import { DATA_RULES } from './data-rules';
import { LOG_RULES } from './log-rules';
import { PERMISSION_RULES } from './permission-rules';
import { PRINCIPAL_RULES } from './principal-rules';
import type { Rule } from './rule';

/** Everything that is checked in every stack. */
export const RULES: Rule[] = [
  ...PERMISSION_RULES,
  ...PRINCIPAL_RULES,
  ...DATA_RULES,
  ...LOG_RULES,
  ...API_RULES,
];

/** Types that no rule looks at, with the reason why there is nothing to check. */
export const NOTHING_TO_CHECK: Record<string, string> = {
  aws_api_gateway_account: 'names a role, whose policies are checked',
  aws_api_gateway_deployment: 'a copy of an API, which is checked',
  aws_apigatewayv2_api: 'a name; its routes, integrations and stage are checked',
  aws_apigatewayv2_authorizer: 'names a role, whose policies are checked',
  aws_apigatewayv2_deployment: 'a copy of an API, which is checked',
  aws_apigatewayv2_integration_response: 'what a client is told; holds nothing of the backend',
  aws_apigatewayv2_model: 'a schema; that messages are held against it is checked of the route',
  aws_apigatewayv2_route_response: 'lets a route answer',
  aws_cloudwatch_dashboard: 'shows numbers; who may see it is for the account to say',
  aws_cloudwatch_event_bus: 'has no policy: takes events of the account only, and holds none',
  aws_cloudwatch_event_rule: 'a pattern; its targets name roles, whose policies are checked',
  aws_cloudwatch_event_target: 'names a role, whose policies are checked',
  aws_cloudwatch_metric_alarm: 'watches numbers',
  aws_s3_bucket_notification: 'sends to a queue, whose policy is checked',
  aws_scheduler_schedule: 'names a role, whose policies are checked',
};

/** What the policy check has for a resource type: names of rules, an explanation, or nothing. */
export function policyChecksOf(type: string): { rules: string[]; explanation?: string } {
  const rules = RULES.filter(({ types }) => types.includes(type)).map(({ name }) => name);
  return { rules, explanation: NOTHING_TO_CHECK[type] };
}
