import type { JsonOperation } from '../../protocol/json-operation';
import { checkRange } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input {
  QueueNamePrefix?: string;
  MaxResults?: number;
  NextToken?: string;
}

interface Output {
  QueueUrls?: string[];
  NextToken?: string;
}

/** The next token is the name after which the next page begins. */
export const listQueues: JsonOperation<SqsService, Input, Output> = {
  action: 'sqs:ListQueues',
  resource: (_input, sqs, { region }) => sqs.queueArn(region, '*'),
  run: ({ QueueNamePrefix = '', MaxResults, NextToken = '' }, sqs, { region }) => {
    checkRange('MaxResults', MaxResults, 1, 1000);
    const queues = sqs
      .queuesIn(region)
      .filter(({ settings }) => settings.name.startsWith(QueueNamePrefix) && settings.name > NextToken)
      .sort((a, b) => (a.settings.name < b.settings.name ? -1 : 1));
    const page = queues.slice(0, MaxResults ?? 1000);
    const more = MaxResults !== undefined && page.length < queues.length;
    return {
      QueueUrls: page.length > 0 ? page.map((queue) => sqs.queueUrl(queue)) : undefined,
      NextToken: more ? page.at(-1)?.settings.name : undefined,
    };
  },
};
