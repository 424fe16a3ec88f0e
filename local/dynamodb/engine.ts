import batchGetItem from 'dynalite/actions/batchGetItem';
import batchWriteItem from 'dynalite/actions/batchWriteItem';
import createTable from 'dynalite/actions/createTable';
import deleteItem from 'dynalite/actions/deleteItem';
import describeTable from 'dynalite/actions/describeTable';
import getItem from 'dynalite/actions/getItem';
import listTables from 'dynalite/actions/listTables';
import putItem from 'dynalite/actions/putItem';
import query from 'dynalite/actions/query';
import scan from 'dynalite/actions/scan';
import updateItem from 'dynalite/actions/updateItem';
import { create, type Store } from 'dynalite/db';
import { checkTypes, checkValidations } from 'dynalite/validations';
import * as batchGetItemInput from 'dynalite/validations/batchGetItem';
import * as batchWriteItemInput from 'dynalite/validations/batchWriteItem';
import * as createTableInput from 'dynalite/validations/createTable';
import * as deleteItemInput from 'dynalite/validations/deleteItem';
import * as describeTableInput from 'dynalite/validations/describeTable';
import * as getItemInput from 'dynalite/validations/getItem';
import * as listTablesInput from 'dynalite/validations/listTables';
import * as putItemInput from 'dynalite/validations/putItem';
import * as queryInput from 'dynalite/validations/query';
import * as scanInput from 'dynalite/validations/scan';
import * as updateItemInput from 'dynalite/validations/updateItem';
import { AwsError } from '../core/aws-error';
import { cacheExpressions } from './expression-cache';

export type Data = Record<string, unknown>;

/** dynalite's actions and the checks of their input. */
const ACTIONS = {
  BatchGetItem: [batchGetItem, batchGetItemInput],
  BatchWriteItem: [batchWriteItem, batchWriteItemInput],
  CreateTable: [createTable, createTableInput],
  DeleteItem: [deleteItem, deleteItemInput],
  DescribeTable: [describeTable, describeTableInput],
  GetItem: [getItem, getItemInput],
  ListTables: [listTables, listTablesInput],
  PutItem: [putItem, putItemInput],
  Query: [query, queryInput],
  Scan: [scan, scanInput],
  UpdateItem: [updateItem, updateItemInput],
} as const;

export type ActionName = keyof typeof ACTIONS;

/** Members that dynalite does not know, with the one value that means nothing. */
const WITHOUT_EFFECT: Data = { ReturnValuesOnConditionCheckFailure: 'NONE' };

/** The tables of one region: dynalite's actions, called without its HTTP server. */
export class DynamoDbEngine {
  private readonly store: Store;

  constructor(region: string, accountId: string) {
    cacheExpressions();
    this.store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    this.store.tableDb.awsRegion = region;
    this.store.tableDb.awsAccountId = accountId;
  }

  /** @throws AwsError as DynamoDB answers it, and 501 for a member of the input that dynalite would ignore */
  execute(name: ActionName, input: Data): Promise<Data> {
    const [action, { types, custom }] = ACTIONS[name];
    refuseUnknown(name, input, types);
    return new Promise((resolve, reject) => {
      try {
        const data = checkTypes({ ...input }, types);
        checkValidations(data, types, custom, this.store);
        action(this.store, data, (error, output) => (error ? reject(asError(error)) : resolve(output ?? {})));
      } catch (error) {
        reject(asError(error));
      }
    });
  }
}

function refuseUnknown(name: string, input: Data, types: Data): void {
  for (const [member, value] of Object.entries(input)) {
    // There is one copy of every item: each read is consistent, also where dynalite does not know the word.
    if (member === 'ConsistentRead') continue;
    if (!(member in types) && value !== undefined && WITHOUT_EFFECT[member] !== value) {
      throw new AwsError(
        'NotImplemented',
        `dynamodb:${name}: ${member} is not served by the local cloud.`,
        501,
      );
    }
  }
}

interface DynaliteError {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string };
}

/** dynalite's errors carry the answer; anything else is a fault. */
function asError(error: unknown): unknown {
  if (!(error instanceof Error && 'statusCode' in error && 'body' in error)) {
    return error;
  }
  const { statusCode, body } = error as Error & DynaliteError;
  const code = body.__type.split('#').pop() ?? '';
  return new AwsError(code, body.message ?? body.Message ?? '', statusCode);
}
