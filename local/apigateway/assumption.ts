/** How API Gateway assumes roles: it does not say for which API, and calls its sessions so. */
export const API_GATEWAY = { service: 'apigateway.amazonaws.com', sessionName: 'BackplaneAssumeRoleSession' };
