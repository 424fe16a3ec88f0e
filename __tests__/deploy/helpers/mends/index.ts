import type { Mend } from '../mend';
import { accountReset, mockIntegrations } from './apigateway';
import { stageDeployment, webSocketDeployments } from './apigatewayv2';
import { loggingConfig } from './lambda';
import { conditionalPolicy } from './s3';
import { keptPolicy, redriveAllowPolicy, redrivePolicyText } from './sqs';
import { listVersions, stateMachineType, validateDefinition } from './states';

/** Everything that is mended between the provider and the emulator. Made anew for each forwarder: some remember. */
export function createMends(): Mend[] {
  return [
    validateDefinition(),
    listVersions(),
    stateMachineType(),
    mockIntegrations(),
    accountReset(),
    webSocketDeployments(),
    stageDeployment(),
    loggingConfig(),
    redriveAllowPolicy(),
    conditionalPolicy(),
    keptPolicy(),
    redrivePolicyText(),
  ];
}
