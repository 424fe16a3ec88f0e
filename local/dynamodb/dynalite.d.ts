/** The parts of dynalite 4 that are used: its actions, without its HTTP server. */

declare module 'dynalite/db' {
  /** One key-value space with its locks. */
  export interface TableDb {
    awsAccountId: string;
    awsRegion: string;
  }

  /** The tables of one region, in memory. */
  export interface Store {
    tableDb: TableDb;
  }

  export function create(options: {
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
}

declare module 'dynalite/validations' {
  import type { Store } from 'dynalite/db';

  type Data = Record<string, unknown>;

  /** Input with unknown members removed and types checked. Throws an error with `statusCode` and `body`. */
  export function checkTypes(data: Data, types: Data): Data;
  export function checkValidations(data: Data, types: Data, custom: unknown, store: Store): void;
}

declare module 'dynalite/validations/*' {
  /** Members of the operation's input by name. */
  export const types: Record<string, unknown>;
  export const custom: unknown;
}

declare module 'dynalite/actions/*' {
  import type { Store } from 'dynalite/db';

  export default function action(
    store: Store,
    data: Record<string, unknown>,
    done: (error: unknown, output?: Record<string, unknown>) => void,
  ): void;
}

declare module 'dynalite/db/*' {
  import type { ExpressionParser } from 'dynalite-expression-parser';

  const parser: ExpressionParser;
  export default parser;
}

declare module 'dynalite-expression-parser' {
  /** Names and values of a request; the parser strikes out what it has used. */
  export interface ExpressionContext {
    attrNames?: Record<string, string>;
    attrVals?: Record<string, Record<string, unknown>>;
    unusedAttrNames?: Record<string, unknown>;
    unusedAttrVals?: Record<string, unknown>;
  }

  export interface ExpressionParser {
    /** The parsed expression, or the text of an error. */
    parse(expression: string, options: { context: ExpressionContext }): unknown;
  }
}
