import type { AwsResponse } from '../core/call';
import type { HttpRequest } from '../front-door/server';
import { apiIdOf } from './api-id';
import { type CompiledApi, compileApi } from './compile-api';
import type { OpenApiDocument } from './openapi';
import type { ApiServices } from './services';
import { Stage, type StageProps } from './stage';
import type { ThrottleSettings } from './throttle';

/** A REST API that exists. */
interface RestApi {
  region: string;
  api: CompiledApi;
}

/** REST APIs of all regions, served at `/<region>/<stage>/<route>`. */
export class ApiGatewayService {
  private readonly apis = new Map<string, RestApi>();
  /** Stages by `<region>/<stage name>`: APIs whose stages share a name share a base URL. */
  private readonly stages = new Map<string, Stage[]>();

  /** The account's setting, by region. */
  private readonly accountRoles = new Map<string, string>();

  constructor(private readonly services: ApiServices) {}

  /** Sets the role by which API Gateway writes logs in a region. */
  setAccountRole(region: string, roleArn: string): void {
    this.accountRoles.set(region, roleArn);
  }

  /** The role by which API Gateway writes logs in a region; undefined while the setting belongs to somebody else. */
  accountRole(region: string): string | undefined {
    return this.accountRoles.get(region);
  }

  /**
   * Creates an API from its document. Returns its id, in AWS's form and the same at every start.
   * @param address what makes the id
   * @throws OpenApiError
   */
  createRestApi(region: string, address: string, document: OpenApiDocument): string {
    const id = apiIdOf(address);
    this.apis.set(id, { region, api: compileApi(document, region, this.services) });
    return id;
  }

  /** ARN by which permissions name the API. */
  executionArn(apiId: string): string {
    const { partition, accountId } = this.services.cloud;
    return `arn:${partition}:execute-api:${this.find(apiId).region}:${accountId}:${apiId}`;
  }

  /**
   * Creates a stage. Returns its base URL.
   * @throws Error when another API of the region serves one of its routes at the same base URL
   */
  createStage(apiId: string, props: Omit<StageProps, 'region' | 'apiId' | 'api' | 'accountRole'>): string {
    const { region, api } = this.find(apiId);
    const key = `${region}/${props.name}`;
    const neighbours = this.stages.get(key) ?? [];
    const taken = new Set(neighbours.flatMap((stage) => stage.props.api.routes.keys()));
    const overlaps = api.routes.keys().filter((route) => taken.has(route));
    if (overlaps.length > 0) {
      throw new Error(`another API serves the same routes at /${key}: ${overlaps.length} of them overlap`);
    }
    const accountRole = () => this.accountRole(region);
    const stage = new Stage({ ...props, region, apiId, api, accountRole }, this.services);
    this.stages.set(key, [...neighbours, stage]);
    return `${this.services.cloud.endpoint}/${key}`;
  }

  /** @throws Error when there is no such stage */
  throttle(apiId: string, stageName: string, methodPath: string, settings: ThrottleSettings): void {
    const { region } = this.find(apiId);
    const stage = this.stages.get(`${region}/${stageName}`)?.find(({ props }) => props.apiId === apiId);
    if (!stage) throw new Error(`there is no stage ${stageName} of the API ${apiId}`);
    stage.throttle(methodPath, settings);
  }

  /** Answers an API call. */
  async serve(request: HttpRequest): Promise<AwsResponse> {
    const [, region = '', stageName = '', ...rest] = request.path.split('/');
    const stages = this.stages.get(`${region}/${stageName}`) ?? [];
    const path = `/${rest.join('/')}`;
    for (const stage of stages) {
      const route = stage.props.api.routes.find(request.method, path);
      if (route) return stage.serve(request, path, route);
    }
    const [first] = stages;
    return first ? first.serve(request, path, undefined) : this.noSuchStage();
  }

  /** What AWS answers at a host name or stage that nobody has, with a hint instead of its bare "Forbidden". */
  private noSuchStage(): AwsResponse {
    const known = [...this.stages.keys()].map((key) => `/${key}/…`).join(', ');
    return {
      status: 403,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
      body: JSON.stringify({ message: `Forbidden: no API here. Base paths: ${known || 'none yet'}` }),
    };
  }

  private find(apiId: string): RestApi {
    const found = this.apis.get(apiId);
    if (!found) throw new Error(`there is no REST API ${apiId}`);
    return found;
  }
}
