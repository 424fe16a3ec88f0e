import { type Clients, clientsOf } from './clients';
import { type Forwarder, startForwarder } from './forwarder';
import { createMends } from './mends';
import { type Moto, startMoto } from './moto';
import { type Configuration, Project } from './project';

/** The account that moto plays. */
export const ACCOUNT = '123456789012';

export const CENTRAL = 'eu-west-1';
export const INGEST = ['eu-west-2', 'us-east-1'];
/** The region that is added later. */
export const ADDED = 'ap-southeast-2';

/** The configuration under test: the defaults, with two ingest regions and a source of webhooks. */
export function configuration(overrides: Partial<Configuration> = {}): Configuration {
  return {
    name: 'pillarbox',
    central: { region: CENTRAL },
    webhooks: { sources: { github: { scheme: 'github' } } },
    removal: 'retain',
    ingest: INGEST.map((region) => ({ region })),
    ...overrides,
  };
}

/** A project and the endpoint that it is deployed to. */
export class Deployment {
  readonly project: Project;
  private readonly clients = new Map<string, Clients>();

  private constructor(
    private readonly moto: Moto,
    readonly forwarder: Forwarder,
  ) {
    this.project = new Project(forwarder.endpoint);
  }

  /** An empty endpoint, and a project that is not deployed yet. */
  static async start(): Promise<Deployment> {
    const moto = await startMoto();
    return new Deployment(moto, await startForwarder(moto.url, createMends()));
  }

  /** SDK clients of a region. */
  in(region: string): Clients {
    const clients = this.clients.get(region) ?? clientsOf(this.forwarder.endpoint, region);
    this.clients.set(region, clients);
    return clients;
  }

  async stop(): Promise<void> {
    for (const clients of this.clients.values()) {
      for (const client of Object.values(clients)) client.destroy();
    }
    await this.forwarder.stop();
    this.moto.stop();
    this.project.remove();
  }
}
