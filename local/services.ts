import type { ApiGatewayService } from './apigateway/service';
import type { Cloud } from './core/cloud';
import type { Credentials } from './core/credentials';
import type { DynamoDbService } from './dynamodb/service';
import type { EventsService } from './events/service';
import type { IamService } from './iam/service';
import type { LambdaService } from './lambda/service';
import type { LogsService } from './logs/service';
import type { S3Service } from './s3/service';
import type { SchedulerService } from './scheduler/service';
import type { SecretsManagerService } from './secretsmanager/service';
import type { Signatures } from './signatures/verifier';
import type { SqsService } from './sqs/service';
import type { StatesService } from './states/service';
import type { StsService } from './sts/service';
import type { WebSocketService } from './websocket/service';

/** Everything that a resource's `create` may call: one instance of each service, and what they share. */
export interface Services {
  cloud: Cloud;
  credentials: Credentials;
  signatures: Signatures;
  iam: IamService;
  logs: LogsService;
  lambda: LambdaService;
  apigateway: ApiGatewayService;
  websocket: WebSocketService;
  s3: S3Service;
  sqs: SqsService;
  dynamodb: DynamoDbService;
  secretsmanager: SecretsManagerService;
  states: StatesService;
  events: EventsService;
  scheduler: SchedulerService;
  sts: StsService;
}
