import type { JobState } from '../../../contracts/job-state';
import { type Deployment, eventually } from './deployment';

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A client of the jobs API. */
export class JobsClient {
  constructor(
    private readonly deployment: Deployment,
    /** Region that is asked unless another is named. */
    private readonly region: string,
  ) {}

  /** Submits to `POST /jobs` and insists on the 202. */
  async submit(order: object, headers: Record<string, string> = {}, region?: string): Promise<string> {
    const response = await this.post(JSON.stringify(order), { ...JSON_TYPE, ...headers }, region);
    expect(response).toMatchObject({ status: 202 });
    return (response.body as { jobId: string }).jobId;
  }

  async post(body: string, headers: Record<string, string>, region = this.region) {
    const response = await fetch(this.deployment.url(region, 'jobs'), {
      method: 'POST',
      headers: { AuthDetails: 'allow', ...headers },
      body,
    });
    const answer = (await response.json()) as { jobId?: string; message?: string };
    if (answer.jobId) this.deployment.remember(answer.jobId, Buffer.from(body));
    return { status: response.status, body: answer };
  }

  async get(id: string, region = this.region, token = 'allow') {
    const response = await fetch(this.deployment.url(region, `jobs/${encodeURIComponent(id)}`), {
      headers: { AuthDetails: token },
    });
    return { status: response.status, body: (await response.json()) as JobState & { message?: string } };
  }

  /** The state of a job once it is in one of these. */
  stateWhen(id: string, ...statuses: JobState['status'][]): Promise<JobState> {
    return eventually(`${statuses} of ${id}`, async () => {
      const { body } = await this.get(id);
      return statuses.includes(body.status) ? body : undefined;
    });
  }
}
