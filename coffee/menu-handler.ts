import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as v from 'valibot';
import { problemDetails } from '../lambdas/api/problem-details.ts';
import { respondTo } from '../lambdas/api/respond-to.ts';
import { loggedFunction } from '../lambdas/logged-function.ts';
import { readEnv } from '../lambdas/read-env.ts';
import { menu } from './menu.ts';

const menuEnvSchema = v.object({
  /** How many times as fast as on the menu coffee is made. */
  SPEED: v.pipe(v.string(), v.toNumber(), v.finite(), v.minValue(0.001), v.maxValue(10_000)),
});

export type MenuEnv = v.InferInput<typeof menuEnvSchema>;

const env = readEnv(menuEnvSchema);

/** `GET /menu`, for everybody. */
export const handler = loggedFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(problemDetails('urn:smart-coffee:problem:'))
  .handler(async (event) =>
    respondTo(event, { drinks: menu(env.SPEED) }, { 'cache-control': 'public, max-age=60' }),
  );
