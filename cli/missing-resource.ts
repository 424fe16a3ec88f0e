import { CommandError, ExitCode } from './exit-code';

/** Names of the errors by which SQS, DynamoDB, Lambda and EventBridge say that there is no such resource. */
const MISSING = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException'];

/**
 * The answer to a question about a resource. AWS does not always say which resource it has not found.
 *
 * @param resource kind and name, such as `queue pillarbox-captures`
 * @throws CommandError which names the resource when it does not exist
 */
export async function ofResource<T>(resource: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { name } = error as Error;
    if (!MISSING.includes(name)) throw error;
    const hint = 'does the configuration (PILLARBOX_CONFIG) belong to this deployment?';
    throw new CommandError(ExitCode.Failed, `${name}: there is no ${resource}; ${hint}`, { cause: error });
  }
}
