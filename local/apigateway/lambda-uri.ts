import { type FunctionPlace, functionNameOf } from '../lambda/function-arn';

/** The function in `arn:…:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`, if it lies there. */
export function lambdaFunctionOf(uri: string, place: FunctionPlace): string | undefined {
  const [apigateway, ...rest] = uri.split(':lambda:path/2015-03-31/functions/');
  const [arn = ''] = rest;
  if (apigateway !== `arn:${place.partition}:apigateway:${place.region}`) return undefined;
  const functionArn = arn.endsWith('/invocations') ? arn.slice(0, -'/invocations'.length) : '';
  return functionNameOf(functionArn, place) ? functionArn : undefined;
}
