import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { findSchemaFault } from './check-job-schema';

/** JSON Schema of a job's parameters and an example of them, for the user to edit; relative to the project. */
export const JOB_SCHEMA = 'schemas/job.schema.json';
export const JOB_EXAMPLE = 'schemas/job.example.json';

const PROJECT = join(__dirname, '..');

/** Raised for a schema that API Gateway would not take as a model, or an example that is none of it. */
export class JobSchemaError extends Error {
  override readonly name = 'JobSchemaError';
}

/** A job's parameters: what they may be, and one example. */
export interface JobModel {
  /** JSON Schema of draft 4, which is what API Gateway calls a model. */
  schema: Record<string, unknown>;
  example: unknown;
}

/**
 * Reads schema and example.
 * @throws JobSchemaError with the file's name and what is wrong with it
 */
export function readJobModel(project = PROJECT): JobModel {
  const schema = objectOf(read(project, JOB_SCHEMA));
  const fault = findSchemaFault(schema);
  if (fault) throw new JobSchemaError(`${JOB_SCHEMA} at ${fault.path}: ${fault.reason}`);
  const example = read(project, JOB_EXAMPLE);
  const ajv = new Ajv({ strict: false });
  let validate: ReturnType<Ajv['compile']>;
  try {
    validate = ajv.compile(schema);
  } catch (cause) {
    throw new JobSchemaError(`${JOB_SCHEMA}: no JSON Schema of draft 4: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (!validate(example)) {
    throw new JobSchemaError(
      `${JOB_EXAMPLE}: received ${JSON.stringify(example)}, which ${JOB_SCHEMA} does not allow: ${ajv.errorsText(validate.errors)}`,
    );
  }
  return { schema, example };
}

function objectOf(schema: unknown): Record<string, unknown> {
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) {
    return schema as Record<string, unknown>;
  }
  throw new JobSchemaError(`${JOB_SCHEMA}: received ${JSON.stringify(schema)}, allowed is an object`);
}

function read(project: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(project, file), 'utf8'));
  } catch (cause) {
    throw new JobSchemaError(`${file}: ${(cause as Error).message}`, { cause });
  }
}
