import type { Cloud } from '../core/cloud';
import type { LambdaService } from '../lambda/service';
import type { LogsService } from '../logs/service';
import type { Signatures } from '../signatures/verifier';

/** What API Gateway needs of the rest. */
export interface ApiServices {
  cloud: Pick<Cloud, 'accountId' | 'partition' | 'endpoint' | 'gate' | 'handle' | 'now'>;
  lambda: Pick<LambdaService, 'invoke'>;
  signatures: Pick<Signatures, 'verify'>;
  logs: Pick<LogsService, 'arnOf' | 'put'>;
}
