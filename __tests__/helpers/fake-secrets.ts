import { randomUUID } from 'node:crypto';

interface Version {
  value: string;
  stages: Set<string>;
}

interface Input {
  VersionId?: string;
  SecretString?: string;
  ClientRequestToken?: string;
  VersionStages?: string[];
  VersionStage?: string;
  MoveToVersionId?: string;
  RemoveFromVersionId?: string;
}

/** An AWS error by its name, as a service would put it. */
const refuse = (name: string) => Object.assign(new Error(name), { name });

/**
 * One secret with its versions and staging labels. A label moves only from the version that the caller names, and
 * the first version is in force at once (AWS Secrets Manager API Reference, PutSecretValue, UpdateSecretVersionStage).
 */
export class FakeSecret {
  private readonly versions = new Map<string, Version>();
  /** Called before each command; where other people come in. */
  before: (command: string) => void = () => {};

  /** The value in force, parsed. */
  get value(): Record<string, string> | undefined {
    const current = this.current()?.[1].value;
    return current === undefined ? undefined : JSON.parse(current);
  }

  /** What another person does: puts a value that is in force at once. */
  set(value: object): void {
    this.put({ SecretString: JSON.stringify(value), ClientRequestToken: randomUUID() });
  }

  answer(command: string, input: Input): object {
    this.before(command);
    switch (command) {
      case 'GetSecretValue':
        return this.get();
      case 'PutSecretValue':
        return this.put(input);
      case 'UpdateSecretVersionStage':
        return this.move(input);
      default:
        throw refuse('UnknownOperationException');
    }
  }

  private current(): [string, Version] | undefined {
    return [...this.versions].find(([, { stages }]) => stages.has('AWSCURRENT'));
  }

  private get(): object {
    const current = this.current();
    if (!current) throw refuse('ResourceNotFoundException');
    return { SecretString: current[1].value, VersionId: current[0] };
  }

  private put({ SecretString = '', ClientRequestToken = '', VersionStages = ['AWSCURRENT'] }: Input): object {
    const stages = this.versions.size === 0 ? [...VersionStages, 'AWSCURRENT'] : VersionStages;
    for (const { stages: others } of this.versions.values()) for (const stage of stages) others.delete(stage);
    this.versions.set(ClientRequestToken, { value: SecretString, stages: new Set(stages) });
    return { VersionId: ClientRequestToken };
  }

  private move({ VersionStage = '', MoveToVersionId = '', RemoveFromVersionId }: Input): object {
    const current = this.current();
    if (current && current[0] !== RemoveFromVersionId) throw refuse('InvalidParameterException');
    current?.[1].stages.delete(VersionStage);
    this.versions.get(MoveToVersionId)?.stages.add(VersionStage);
    return {};
  }
}
