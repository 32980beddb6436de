import { jwtVerifier } from '../../adapters/jwt-verifier.ts';
import { readEnv } from '../read-env.ts';
import { createAuthorizer } from './authorizer.ts';
import { authorizerEnvSchema } from './env.ts';

const env = readEnv(authorizerEnvSchema);

export const handler = createAuthorizer({
  verify: jwtVerifier({ issuer: env.ISSUER, audience: env.AUDIENCE, scopes: env.SCOPES }),
  allowedOrigins: env.ALLOWED_ORIGINS,
  tasks: env.TASKS,
});
