import type { IncomingMessage } from 'node:http';
import { matchesGlob } from '../../lambda/glob.ts';
import type { CorsConfiguration } from '../properties.ts';
import type { HttpAnswer } from './http-answer.ts';

/**
 * The answer to a browser's question whether it may send the real request, where no function gives one;
 * undefined if the request asks no such question.
 */
export function preflightAnswer(cors: CorsConfiguration, req: IncomingMessage): HttpAnswer | undefined {
  const { origin, 'access-control-request-method': method } = req.headers;
  if (req.method !== 'OPTIONS' || origin === undefined || method === undefined) return undefined;
  const headers = allowOrigin(cors, origin) && {
    'access-control-allow-methods': cors.AllowMethods?.join(','),
    'access-control-allow-headers': cors.AllowHeaders?.join(',').toLowerCase(),
    'access-control-max-age': cors.MaxAge?.toString(),
  };
  return { status: 204, headers: withoutEmpty(headers || {}), body: '' };
}

/** Replaces whatever the function said of CORS by what the API is configured to say. */
export function withCorsHeaders(
  answer: HttpAnswer,
  cors: CorsConfiguration,
  origin: string | undefined,
): HttpAnswer {
  const allowed = origin === undefined ? undefined : allowOrigin(cors, origin);
  const own = Object.entries(answer.headers).filter(([name]) => !setByOrigin.has(name));
  return {
    ...answer,
    headers: { ...Object.fromEntries(own), ...(allowed && withoutEmpty(originHeaders(cors, allowed))) },
  };
}

const setByOrigin = new Set([
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
]);

function allowOrigin({ AllowOrigins = [] }: CorsConfiguration, origin: string): string | undefined {
  if (AllowOrigins.includes('*')) return '*';
  return AllowOrigins.some((pattern) => matchesGlob(pattern, origin)) ? origin : undefined;
}

function originHeaders(cors: CorsConfiguration, allowed: string) {
  return {
    'access-control-allow-origin': allowed,
    'access-control-allow-credentials': cors.AllowCredentials ? 'true' : undefined,
    'access-control-expose-headers': cors.ExposeHeaders?.join(',').toLowerCase(),
  };
}

function withoutEmpty(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
