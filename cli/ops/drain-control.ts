import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DRAIN_CONTROL_ID } from '../../contracts/drain-control';
import { recordsTableName } from '../../contracts/naming';
import { ofResource } from '../missing-resource';
import { clientConfig, type Target } from '../target';

/** The item of the records table by which drains are told what is paused. */
export class DrainControlItem {
  private readonly dynamodb: DynamoDBClient;
  private readonly item: { TableName: string; Key: Record<string, AttributeValue> };

  constructor({ settings, ...target }: Target) {
    this.dynamodb = new DynamoDBClient(clientConfig({ settings, ...target }, settings.central.region));
    this.item = { TableName: recordsTableName(settings.name), Key: { id: { S: DRAIN_CONTROL_ID } } };
  }

  /** The regions that are paused now, in alphabetical order. */
  async pausedRegions(): Promise<string[]> {
    const { Item } = await ofResource(
      `table ${this.item.TableName}`,
      this.dynamodb.send(new GetItemCommand({ ...this.item, ConsistentRead: true })),
    );
    return pausedIn(Item);
  }

  /** Pauses regions besides those that are. @returns the regions that are paused then */
  pause(regions: string[]): Promise<string[]> {
    return this.change('ADD', regions);
  }

  /** Ends the pause of regions. DynamoDB keeps no empty set. @returns the regions that are still paused */
  resume(regions: string[]): Promise<string[]> {
    return this.change('DELETE', regions);
  }

  private async change(change: 'ADD' | 'DELETE', regions: string[]): Promise<string[]> {
    const update = new UpdateItemCommand({
      ...this.item,
      UpdateExpression: `${change} pausedRegions :regions`,
      ExpressionAttributeValues: { ':regions': { SS: regions } },
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes } = await ofResource(`table ${this.item.TableName}`, this.dynamodb.send(update));
    return pausedIn(Attributes);
  }
}

function pausedIn(item: Record<string, AttributeValue> | undefined): string[] {
  return (item?.pausedRegions?.SS ?? []).toSorted();
}
