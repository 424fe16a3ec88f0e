import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { captureApi } from '../apis/capture-api';
import { captureExamples, jobExamples } from '../apis/examples';
import { jobsApi } from '../apis/jobs-api';
import { publicDocument } from '../apis/public-document';
import { authentication } from '../apis/security';
import { type JobModel, readJobModel } from '../config/job-schema';
import { loadSettings } from '../config/load';
import { hasWebhooks, type IngestSettings } from '../config/settings';
import type { ApiId } from '../contracts/naming';
import { EXIT_CODES_HELP } from './exit-code';
import { type Output, runProgram, terminal } from './run-program';

const FOLDER = 'openapi';

interface OpenApiOptions {
  endpoint?: string;
}

/** `openapi [folder]`: the APIs' documents for clients. */
export function makeProgram(output: Output = terminal): Command {
  return new Command('npm run openapi --')
    .description(
      'Writes the OpenAPI 3 document of every API of every ingest region, for clients and their tools (Swagger, Postman).',
    )
    .argument('[folder]', 'where to', FOLDER)
    .option('--endpoint <url>', 'base of a local cloud that serves them, instead of AWS')
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.note(text.trimEnd()),
    })
    .action((folder: string, options: OpenApiOptions) => {
      const model = readJobModel();
      mkdirSync(folder, { recursive: true });
      const settings = loadSettings();
      const webhooks = hasWebhooks(settings) ? NOBODY : undefined;
      for (const ingest of settings.ingest) {
        for (const [name, document] of Object.entries(documentsOf(ingest, { model, webhooks, ...options }))) {
          const file = join(folder, `${name}-${ingest.region}.json`);
          writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
          output.out(file);
        }
      }
    });
}

/** What only AWS knows, and no client sees. */
const NOWHERE = { partition: 'aws', bucket: '-', putRoleArn: '-' };
const NOBODY = { invokeArn: '-', roleArn: '-' };

interface DocumentProps extends OpenApiOptions {
  model: JobModel;
  /** Absent where no source of webhooks is declared. */
  webhooks?: typeof NOBODY;
}

function documentsOf(settings: IngestSettings, { model, webhooks, endpoint }: DocumentProps) {
  const { region, auth } = settings;
  const authOf = (api: ApiId) => authentication(auth.modes[api], auth, () => NOBODY);
  const place = endpoint ? localPlace(settings, endpoint) : awsPlace(settings);
  const captures = captureApi({ ...NOWHERE, settings, auth: authOf('captures'), uploads: NOBODY, webhooks });
  const jobs = jobsApi({
    ...NOWHERE,
    settings,
    auth: authOf('jobs'),
    jobSchema: model.schema,
    getJob: NOBODY,
  });
  return {
    captures: publicDocument(captures, { ...place, examples: captureExamples(region) }),
    jobs: publicDocument(jobs, { ...place, examples: jobExamples(region, model.example) }),
  };
}

function localPlace({ region, api }: IngestSettings, endpoint: string) {
  return { url: `${endpoint.replace(/\/$/, '')}/${region}/${api.stageName}` };
}

/** The id is AWS's, and stands in the stack's output. */
function awsPlace({ region, api }: IngestSettings) {
  return {
    // Domain of the partition (AWS General Reference, "Service endpoints").
    url: `https://{apiId}.execute-api.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/${api.stageName}`,
    variables: {
      apiId: { default: 'apiId', description: "First part of the stack's output Url or JobsUrl." },
    },
  };
}

if (require.main === module) {
  void runProgram(makeProgram(), process.argv.slice(2), terminal).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
