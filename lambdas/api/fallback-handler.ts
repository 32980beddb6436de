import { readEnv } from '../read-env.ts';
import { fallbackEnvSchema } from './env.ts';
import { createFallback } from './fallback.ts';

const env = readEnv(fallbackEnvSchema);

export const handler = createFallback({ routes: env.ROUTES, problemTypes: env.PROBLEM_TYPES });
