import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { ATTENTION_INDEX, recordsTableName, UNFINISHED_INDEX } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { otherRegions } from './other-regions';
import { allow } from './policy';

export interface RecordsTableProps {
  settings: Pick<Settings, 'name' | 'central' | 'ingest' | 'removal' | 'replicateStatus'>;
}

/** What a function does with items of the table. */
type ItemAction = 'dynamodb:BatchGetItem' | 'dynamodb:GetItem' | 'dynamodb:PutItem' | 'dynamodb:UpdateItem';

/** A replica is restorable and tagged as the table is; what else it has, keys, indexes and TTL, DynamoDB keeps in step. */
const replicaIn = (regionName: string) => ({ regionName, pointInTimeRecovery: true, propagateTags: true });

/** The one truth about processing: a record per capture, and who holds which idempotency key. */
export class RecordsTable extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { settings }: RecordsTableProps) {
    super(scope, id);
    const table = new DynamodbTable(this, 'table', {
      name: recordsTableName(settings.name),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attribute: [
        { name: 'id', type: 'S' },
        { name: 'attention', type: 'S' },
        { name: 'claimedAt', type: 'N' },
        { name: 'unfinished', type: 'S' },
        { name: 'dueAt', type: 'N' },
      ],
      globalSecondaryIndex: [
        // Sparse: only records that want a person carry the key. They hold no result, so ALL stays small.
        { name: ATTENTION_INDEX, hashKey: 'attention', rangeKey: 'claimedAt', projectionType: 'ALL' },
        // Sparse as well: what a sweep takes up when it is due.
        { name: UNFINISHED_INDEX, hashKey: 'unfinished', rangeKey: 'dueAt', projectionType: 'ALL' },
      ],
      ttl: { attributeName: 'expiresAt', enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: settings.removal === 'retain',
      // What replicas need. It is on without them, too: Terraform cannot take both away in one step, and unread it costs nothing.
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      replica: settings.replicateStatus ? otherRegions(settings).map(replicaIn) : undefined,
    });
    this.arn = table.arn;
    this.name = table.name;
  }

  /** Lets a function work on items, and tells it which table. */
  grant(fn: NodeFunction, ...actions: ItemAction[]): void {
    fn.wire({ [ENV.recordsTable]: this.name }, allow(actions, [this.arn]));
  }
  /** Lets a function ask which records are due for a sweep. */
  grantDue(fn: NodeFunction): void {
    fn.wire(
      { [ENV.recordsTable]: this.name },
      allow(['dynamodb:Query'], [`${this.arn}/index/${UNFINISHED_INDEX}`]),
    );
  }
}
