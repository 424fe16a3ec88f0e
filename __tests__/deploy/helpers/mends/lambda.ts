import { json, jsonBody, type Mend, regionOf } from '../mend';

interface Configuration {
  FunctionName?: string;
  LoggingConfig?: object;
}

const FUNCTION = /^\/2015-03-31\/functions\/([^/?]+)(\/configuration)?$/;

/** Where and how a function logs. */
export function loggingConfig(): Mend {
  const remembered = new Map<string, object>();
  return {
    name: 'lambda: LoggingConfig',
    reason: 'moto forgets it; the provider would set it again with every apply',
    completeReply(request, reply) {
      const { method, path } = request;
      const region = regionOf(request);
      const [, name, configuration] = FUNCTION.exec(path) ?? [];
      if (reply.status >= 300) return undefined;
      if (/^\/2015-03-31\/functions\/?$/.test(path) && method === 'POST') {
        const { FunctionName, LoggingConfig } = json<Configuration>(request);
        if (LoggingConfig) remembered.set(`${region} ${FunctionName}`, LoggingConfig);
      }
      if (!name) return undefined;
      if (configuration && method === 'PUT') {
        const { LoggingConfig } = json<Configuration>(request);
        if (LoggingConfig) remembered.set(`${region} ${name}`, LoggingConfig);
      }
      const LoggingConfig = remembered.get(`${region} ${name}`);
      if (!LoggingConfig || method !== 'GET') return undefined;
      const answer = json<Configuration & { Configuration?: Configuration }>(reply);
      return jsonBody(
        answer.Configuration
          ? { ...answer, Configuration: { ...answer.Configuration, LoggingConfig } }
          : { ...answer, LoggingConfig },
      );
    },
  };
}
