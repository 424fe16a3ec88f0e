import { ApiGatewayService } from './apigateway/service';
import { Credentials } from './core/credentials';
import { DynamoDbService } from './dynamodb/service';
import { EventsService } from './events/service';
import { IamService } from './iam/service';
import { LambdaService } from './lambda/service';
import type { LocalCloud } from './local-cloud';
import { LogsService } from './logs/service';
import { S3Service } from './s3/service';
import { SchedulerService } from './scheduler/service';
import { SecretsManagerService } from './secretsmanager/service';
import type { Services } from './services';
import { Signatures } from './signatures/verifier';
import { SqsService } from './sqs/service';
import { StatesService } from './states/service';
import { StsService } from './sts/service';
import { CONNECTION_LIMITS, type ConnectionLimits } from './websocket/limits';
import { WebSocketService } from './websocket/service';

/**
 * One instance of every service, behind the cloud's door.
 * @param connectionLimits what WebSocket connections may do. @default as on AWS
 */
export function createServices(cloud: LocalCloud, connectionLimits?: Partial<ConnectionLimits>): Services {
  const credentials = new Credentials(cloud.partition, cloud.accountId);
  const signatures = new Signatures(credentials, () => cloud.now());
  const logs = new LogsService(cloud);
  const lambda = new LambdaService(cloud, credentials, logs);
  const services: Services = {
    cloud,
    credentials,
    signatures,
    iam: new IamService(cloud.partition, cloud.accountId),
    logs,
    lambda,
    apigateway: new ApiGatewayService({ cloud, lambda, logs, signatures }),
    websocket: new WebSocketService({ cloud, lambda, logs }, { ...CONNECTION_LIMITS, ...connectionLimits }),
    s3: new S3Service(cloud),
    sqs: new SqsService(cloud),
    dynamodb: new DynamoDbService(cloud),
    secretsmanager: new SecretsManagerService(cloud),
    states: new StatesService(cloud),
    events: new EventsService(cloud),
    scheduler: new SchedulerService(cloud),
    sts: new StsService(cloud, credentials),
  };
  const { s3, sqs, dynamodb, secretsmanager, states, events, scheduler, sts, websocket } = services;
  const byName = { s3, sqs, dynamodb, secretsmanager, states, events, scheduler, sts, lambda, logs };
  const served = { ...byName, 'execute-api': websocket };
  for (const [name, service] of Object.entries(served)) cloud.serve(name as keyof typeof served, service);
  return services;
}
