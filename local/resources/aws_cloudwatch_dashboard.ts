import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { JSON_TEXT } from './checks';

/** `aws_cloudwatch_dashboard`: accepted, shown nowhere. */
export const awsCloudwatchDashboard: ResourceType<Services> = {
  type: 'aws_cloudwatch_dashboard',
  attributes: {
    dashboard_name: 'served',
    dashboard_body: JSON_TEXT,
  },
  create({ attributes }, { cloud: { partition, accountId } }) {
    const name = String(attributes.dashboard_name);
    return { id: name, dashboard_arn: `arn:${partition}:cloudwatch::${accountId}:dashboard/${name}` };
  },
};
