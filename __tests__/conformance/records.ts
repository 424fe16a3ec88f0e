import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ProcessingInput } from '../../contracts/processing';
import type { CaptureRecord } from '../../contracts/record';
import { claimCapture } from '../../lambdas/shared/claim/claim-capture';
import type { ManualClock } from '../helpers/manual-clock';

export const LEASE_MS = 70_000;

/** A records table of a target in few words. */
export class TestRecords {
  constructor(
    readonly client: DynamoDBClient,
    readonly name: string,
  ) {}

  async put(item: Record<string, unknown>): Promise<void> {
    const Item = marshall(item, { removeUndefinedValues: true });
    await this.client.send(new PutItemCommand({ TableName: this.name, Item }));
  }

  async get(id: string): Promise<Record<string, unknown> | undefined> {
    const get = new GetItemCommand({ TableName: this.name, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await this.client.send(get);
    return Item && unmarshall(Item);
  }

  async record(id: string): Promise<CaptureRecord | undefined> {
    return (await this.get(id)) as CaptureRecord | undefined;
  }

  /** Claims as the Claim function does. */
  claim(capture: ProcessingInput, claim: string, clock: ManualClock) {
    const leaseSeconds = { EXPRESS: LEASE_MS / 1000, STANDARD: LEASE_MS / 1000 };
    const settings = { leaseSeconds, recordRetentionSeconds: 90 };
    return claimCapture({ capture, claim }, { table: this, clock, ...settings });
  }
}
