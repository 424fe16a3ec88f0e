import { glob } from '../../local/iam/glob';
import { json, reference, resource, resources, statementsOf, synth } from '../helpers/synth';

const JWT = { issuer: 'https://id.example.com', audience: ['${shop}'] };
const stacks = synth({
  defaults: { auth: { jwt: JWT } },
  ingest: [
    { region: 'eu-west-2', auth: { mode: 'iam' } },
    { region: 'us-east-1', auth: { apis: { jobs: 'jwt' } } },
    { region: 'ap-southeast-2', auth: { mode: 'none', apis: { jobs: 'iam' } } },
    { region: 'eu-north-1' },
  ],
});
const stackOf = (region: string) => stacks[`ingest-${region}`]!;
const functionsOf = (region: string) =>
  resources(stackOf(region), 'aws_lambda_function').map(({ function_name }) => function_name);

/** Schemes that the routes of an API ask for. */
function schemesOf(region: string, name: string) {
  const { paths, components } = json(
    resource(stackOf(region), 'aws_api_gateway_rest_api', { name }),
    'body',
  ) as {
    paths: Record<string, Record<string, { security?: object[] }>>;
    components: { securitySchemes?: Record<string, Record<string, unknown>> };
  };
  const asked = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ security = [] }) => security),
  );
  return { asked, schemes: components.securitySchemes ?? {} };
}

/** ARN of all methods of an API's stage. */
const methodsOf = (region: string, name: string) =>
  `${reference(stackOf(region), 'aws_api_gateway_rest_api', { name }, 'execution_arn')}/beta/*/*`;

/** ARN by which a role of another region names a route of this one: no stack knows the ids of APIs of another. */
const routeOf = (region: string, route: string) =>
  `arn:\${data.aws_partition.partition.partition}:execute-api:${region}:\${data.aws_caller_identity.caller.account_id}:*/beta/${route}`;

/** What a region's document has signed, as a policy names it: `GET/jobs/x`. */
function signedRoutes(region: string, name: string): string[] {
  const { paths } = json(resource(stackOf(region), 'aws_api_gateway_rest_api', { name }), 'body') as {
    paths: Record<string, Record<string, { security?: object[] }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security?.length)
      .map(([method]) => `${method.toUpperCase()}${path.replace(/\{\w+\}/g, 'x')}`),
  );
}

describe('a region whose calls are signed', () => {
  it('has no authorizer', () => {
    expect(functionsOf('eu-west-2')).toEqual(
      expect.not.arrayContaining([expect.stringContaining('authorizer')]),
    );
    expect(schemesOf('eu-west-2', 'pillarbox').asked).toEqual([{ sigv4: [] }, { sigv4: [] }]);
    expect(schemesOf('eu-west-2', 'pillarbox-jobs').asked).toEqual([{ sigv4: [] }, { sigv4: [] }]);
  });

  it('has a role that may call its APIs and what other regions have signed, and do nothing else, and tells its ARN', () => {
    const stack = stackOf('eu-west-2');
    expect(statementsOf(stack, 'pillarbox-eu-west-2-invoke')).toEqual([
      {
        Effect: 'Allow',
        Action: ['execute-api:Invoke'],
        Resource: [
          methodsOf('eu-west-2', 'pillarbox'),
          methodsOf('eu-west-2', 'pillarbox-jobs'),
          `${reference(stack, 'aws_apigatewayv2_stage', {}, 'execution_arn')}/$connect`,
          routeOf('ap-southeast-2', '*/jobs*'),
        ],
      },
    ]);
    expect(stack.terraform.output?.InvokeRole).toEqual({
      value: reference(stack, 'aws_iam_role', { name: 'pillarbox-eu-west-2-invoke' }, 'arn'),
    });
  });

  it.each(['pillarbox', 'pillarbox-jobs'])(
    'lets roles of other regions call every signed route of %s',
    (name) => {
      const [{ Resource }] = statementsOf(stackOf('ap-southeast-2'), 'pillarbox-ap-southeast-2-invoke') as [
        { Resource: string[] },
      ];
      const routes = signedRoutes('eu-west-2', name);

      expect(routes).toHaveLength(2);
      for (const route of routes) {
        expect(Resource.some((arn) => glob(arn)(routeOf('eu-west-2', route)))).toBe(true);
      }
    },
  );

  it('lets the account decide who assumes it', () => {
    const role = resource(stackOf('eu-west-2'), 'aws_iam_role', { name: 'pillarbox-eu-west-2-invoke' });
    expect(json(role, 'assume_role_policy').Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: {
          AWS: 'arn:${data.aws_partition.partition.partition}:iam::${data.aws_caller_identity.caller.account_id}:root',
        },
        Action: 'sts:AssumeRole',
      },
    ]);
  });
});

describe('a region whose APIs differ', () => {
  it('asks another authorizer for each', () => {
    expect(functionsOf('us-east-1')).toEqual(
      expect.arrayContaining(['pillarbox-authorizer', 'pillarbox-jwt-authorizer']),
    );
    const invokeArn = (function_name: string) =>
      reference(stackOf('us-east-1'), 'aws_lambda_function', { function_name }, 'invoke_arn');
    const authorizer = (authorizerUri: string) => ({ 'x-amazon-apigateway-authorizer': { authorizerUri } });
    expect(schemesOf('us-east-1', 'pillarbox').schemes).toMatchObject({
      token: { name: 'AuthDetails', ...authorizer(invokeArn('pillarbox-authorizer')) },
    });
    expect(schemesOf('us-east-1', 'pillarbox-jobs').schemes).toMatchObject({
      jwt: { name: 'Authorization', ...authorizer(invokeArn('pillarbox-jwt-authorizer')) },
    });
  });

  it('tells its authorizer whose tokens are accepted, whatever they look like to Terraform', () => {
    const fn = resource(stackOf('us-east-1'), 'aws_lambda_function', {
      function_name: 'pillarbox-jwt-authorizer',
    });
    expect(fn.environment).toEqual({
      variables: {
        TOKEN_ISSUER:
          '{"issuer":"https://id.example.com","audience":["$${shop}"],"jwksUri":"https://id.example.com/.well-known/jwks.json"}',
      },
    });
  });

  it('lets the JSON Web Tokens’ function do nothing but log', () => {
    expect(statementsOf(stackOf('us-east-1'), 'pillarbox-us-east-1-jwt-authorizer')).toHaveLength(2);
  });

  it('lets the role of callers call those APIs only that ask for it', () => {
    expect(schemesOf('ap-southeast-2', 'pillarbox')).toEqual({ asked: [], schemes: {} });
    expect(statementsOf(stackOf('ap-southeast-2'), 'pillarbox-ap-southeast-2-invoke')).toMatchObject([
      {
        Resource: [
          methodsOf('ap-southeast-2', 'pillarbox-jobs'),
          routeOf('eu-west-2', 'POST/publish'),
          routeOf('eu-west-2', 'POST/uploads'),
          routeOf('eu-west-2', '*/jobs*'),
          routeOf('eu-west-2', '$connect'),
        ],
      },
    ]);
  });
});

it('a region that does not say otherwise asks for tokens, and has no role of callers', () => {
  expect(functionsOf('eu-north-1')).toEqual(expect.not.arrayContaining(['pillarbox-jwt-authorizer']));
  expect(stackOf('eu-north-1').terraform.output).not.toHaveProperty('InvokeRole');
  expect(schemesOf('eu-north-1', 'pillarbox-jobs').asked).toEqual([{ token: [] }, { token: [] }]);
});
